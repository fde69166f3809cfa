import { idOf, instant } from '#contract/platform';
import { z } from 'zod';

/** A unit is a basis point of the receipts. */
export const transferUnits = z.strictObject({
  toPartyId: idOf('party'),
  units: z.int().min(1).max(10_000),
});

export const shareTransferView = z.strictObject({
  grantId: idOf('grant'),
  fromPartyId: idOf('party'),
  toPartyId: idOf('party'),
  units: z.int(),
  /** What the giver has left. */
  unitsLeft: z.int(),
  transferredAt: instant,
});

export const shareParams = z.strictObject({ grantId: idOf('grant') });
