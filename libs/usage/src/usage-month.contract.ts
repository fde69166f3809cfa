import { amountMinor, calendarDay, count } from '#contract/platform';
import { z } from 'zod';

/** What a model was used and earned in a month, named by its first day. Amounts in the currency beside it. */
export const usageMonth = z.strictObject({
  periodStart: calendarDay,
  calls: count,
  revenueMinor: amountMinor,
});
