import { ok } from '#libs/kernel';
import { STUDY_LEVEL } from '../ratio-study/index.js';
import { type CensoredSample, censoredFit } from './censored-fit.js';
import { isSold, isUnsold, type ScoreEntry } from './score-entry.js';
import type { ScoreFigure } from './score-figure.js';
import { centreLimits } from './tobit-profile.js';

/**
 * Median of estimate over price had every lot been sold: unsold lots say that their price lies below the reserve, on a
 * log scale with normal errors. Lots sell where bidders pay more, so the median of the sold ones alone shows estimates
 * lower than they are. Lots whose estimate is nothing have no log scale and are left out.
 */
export function medianRatioWithUnsold(entries: readonly ScoreEntry[]): ScoreFigure {
  const valued = entries.filter(({ estimateMinor }) => estimateMinor > 0n);
  const sample = logErrorsOf(valued);
  const fit = censoredFit(sample);
  if (!fit.ok) return fit;
  const { lower, upper } = centreLimits(sample, fit.value.centre, STUDY_LEVEL);
  return ok({
    value: Math.exp(-fit.value.centre),
    lower: Math.exp(-upper),
    upper: Math.exp(-lower),
    n: valued.length,
  });
}

/** Logarithm of price over estimate, or of what the price lay below. */
function logErrorsOf(entries: readonly ScoreEntry[]): CensoredSample {
  const logError = (amountMinor: bigint, estimateMinor: bigint): number =>
    Math.log(Number(amountMinor) / Number(estimateMinor));
  return {
    seen: entries
      .filter(isSold)
      .map(({ outcome, estimateMinor }) => logError(outcome.priceMinor, estimateMinor)),
    below: entries
      .filter(isUnsold)
      .map(({ outcome, estimateMinor }) => logError(outcome.reserveMinor, estimateMinor)),
  };
}
