import { amountMinor, calendarDay, currencyCode, idOf, sha256Digest } from '#contract/platform';
import { z } from 'zod';
import { WASH_FLAGS } from './core/index.js';
import { usageMonth } from './usage-month.contract.js';

const flag = z.enum(WASH_FLAGS);
const wholeMs = z.int().min(0);

/** The rules that the series was cleaned by, as they were when it was. */
const washRules = z.strictObject({
  version: z.int(),
  threshold: z.int(),
  weights: z.strictObject({
    'self-dealing': z.int(),
    'refund-loop': z.int(),
    'mutual-funding': z.int(),
    'flat-daily-pattern': z.int(),
    concentration: z.int(),
  }),
  refundLoop: z.strictObject({ portionPercent: amountMinor, withinMs: wholeMs }),
  mutualFunding: z.strictObject({ portionPercent: amountMinor, withinMs: wholeMs }),
  concentration: z.strictObject({ portionPercent: amountMinor }),
  flatDailyPattern: z.strictObject({ receiptsMin: z.int(), daysMin: z.int(), chiSquareMax: z.number() }),
});

/**
 * The first `screenedThrough` receipts of a meter, as they arrived and as they count. `flagged` receipts whose weights
 * reach the threshold are washed: only the raw series has them.
 */
export const meterSeriesView = z.strictObject({
  meterId: idOf('meter'),
  currency: currencyCode,
  screenedThrough: z.int().min(0),
  rules: washRules,
  raw: z.array(usageMonth),
  clean: z.array(usageMonth),
  flagged: z.array(
    z.strictObject({
      receiptId: sha256Digest,
      sequence: z.int().min(0),
      flags: z.array(flag),
      score: z.int(),
      washed: z.boolean(),
    }),
  ),
  concentration: z.array(z.strictObject({ periodStart: calendarDay, herfindahl: z.number() })),
});
