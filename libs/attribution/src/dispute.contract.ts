import { displayText, idOf, instant } from '#contract/platform';
import { z } from 'zod';

export const raiseDispute = z.strictObject({ reason: displayText(2_000) });

export const disputeView = z.strictObject({
  id: idOf('dispute'),
  weightSetId: idOf('weightSet'),
  disputedById: idOf('party'),
  reason: z.string(),
  disputedAt: instant,
});

export const disputeList = z.strictObject({ disputes: z.array(disputeView) });
export const weightSetParams = z.strictObject({ weightSetId: idOf('weightSet') });
