import { lotTermsSchema } from '#core/rights';
import { z } from 'zod';
import { amountMinor } from './amount-schema.js';
import { day } from './time-schema.js';

const [weightsLot, exclusiveLot, usageLot, accessLot, shareLot] = lotTermsSchema.options;

/**
 * The terms of a lot as a dossier writes them: those of a lot's own document, and shorter where the widest terms
 * are meant (any field, worldwide, one copy, no cap).
 */
const weights = z.strictObject({
  kind: weightsLot.shape.kind,
  assignment: weightsLot.shape.assignment.default(true),
});

const exclusiveLicence = z.strictObject({
  kind: exclusiveLot.shape.kind,
  fieldOfUse: exclusiveLot.shape.fieldOfUse.default('any'),
  territory: exclusiveLot.shape.territory.default('worldwide'),
  termMonths: exclusiveLot.shape.termMonths,
});

const usageLicence = z.strictObject({
  kind: usageLot.shape.kind,
  copies: usageLot.shape.copies.default(1),
  fieldOfUse: usageLot.shape.fieldOfUse.default('any'),
  territory: usageLot.shape.territory.default('worldwide'),
  termMonths: usageLot.shape.termMonths,
  transferable: usageLot.shape.transferable.default(false),
});

const inferenceAccess = z.strictObject({
  kind: accessLot.shape.kind,
  callsPerMonth: accessLot.shape.callsPerMonth,
  termMonths: accessLot.shape.termMonths,
});

const revenueShare = z.strictObject({
  kind: shareLot.shape.kind,
  shareBps: shareLot.shape.shareBps,
  termMonths: shareLot.shape.termMonths,
  capMinor: amountMinor.nullable().default(null),
});

/** A right that is to be priced. */
export const pricedRightSchema = z.discriminatedUnion('kind', [
  weights,
  exclusiveLicence,
  usageLicence,
  inferenceAccess,
  revenueShare,
]);

const granted = { grantedOn: day };

/** A right that somebody holds already. `capMinor` is what a revenue share may still bring. */
export const grantSchema = z.discriminatedUnion('kind', [
  weights.extend(granted),
  exclusiveLicence.extend(granted),
  usageLicence.extend(granted),
  inferenceAccess.extend(granted),
  revenueShare.extend(granted),
]);

export type RightTerms = z.output<typeof pricedRightSchema>;
export type Grant = z.output<typeof grantSchema>;

/** One right of each kind, for a dossier that asks for none in particular. */
export const USUAL_RIGHTS: readonly RightTerms[] = [
  { kind: 'weights', assignment: true },
  { kind: 'exclusive-licence', fieldOfUse: 'any', territory: 'worldwide', termMonths: 12 },
  {
    kind: 'usage-licence',
    copies: 1,
    fieldOfUse: 'any',
    territory: 'worldwide',
    termMonths: 12,
    transferable: false,
  },
  { kind: 'inference-access', callsPerMonth: 1_000, termMonths: 12 },
  { kind: 'revenue-share', shareBps: 1_000, termMonths: 24, capMinor: null },
];
