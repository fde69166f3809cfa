import type { ScoreEntry } from './score-entry.js';

/**
 * How many of its claimed standard deviations an amount lies above the estimate: ln(amount ÷ estimate) ÷ ln(1 + FSD),
 * since an FSD is exp(s) − 1 with s on the log scale. Null where the claim has no log scale, or no width.
 *
 * @param amountMinor above 0: a price, or the reserve that was not reached
 */
export function standardisedError(
  { estimateMinor, forecastStandardDeviation: deviation }: ScoreEntry,
  amountMinor: bigint,
): number | null {
  if (estimateMinor === 0n || deviation === null || deviation === 0) return null;
  return Math.log(Number(amountMinor) / Number(estimateMinor)) / Math.log1p(deviation);
}
