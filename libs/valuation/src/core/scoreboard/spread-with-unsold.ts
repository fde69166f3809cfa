import { ok } from '#libs/kernel';
import * as rmath from 'lib-r-math.js';
import { STUDY_LEVEL } from '../ratio-study/index.js';
import { censoredFit } from './censored-fit.js';
import { isSold, isUnsold, type ScoreEntry } from './score-entry.js';
import type { ScoreFigure } from './score-figure.js';
import { standardisedError } from './standardised-error.js';

/** The declarations of the package do not resolve under Node's module rules, so its type is stated here. */
const { qchisq } = rmath as unknown as {
  readonly qchisq: (probability: number, degreesOfFreedom: number) => number;
};

/**
 * Standard deviation of the standardised errors had every lot been sold, by the same censored regression as the level.
 * Unsold lots lend its interval no freedom: it is the chi-square one of the sold lots, around this value.
 */
export function spreadWithUnsold(entries: readonly ScoreEntry[]): ScoreFigure {
  const seen = entries
    .filter(isSold)
    .flatMap((entry) => standardisedError(entry, entry.outcome.priceMinor) ?? []);
  const below = entries
    .filter(isUnsold)
    .flatMap((entry) => standardisedError(entry, entry.outcome.reserveMinor) ?? []);
  const fit = censoredFit({ seen, below });
  if (!fit.ok) return fit;
  const n = seen.length + below.length;
  // The likelihood divides by all lots; one of them went into the centre.
  return ok({ ...spreadInterval(fit.value.deviation * Math.sqrt(n / (n - 1)), seen.length - 1), n });
}

/** The chi-square interval of a standard deviation, exact for a normal sample. */
export function spreadInterval(
  value: number,
  freedom: number,
): { readonly value: number; readonly lower: number; readonly upper: number } {
  const limit = (probability: number): number => value * Math.sqrt(freedom / qchisq(probability, freedom));
  return { value, lower: limit((1 + STUDY_LEVEL) / 2), upper: limit((1 - STUDY_LEVEL) / 2) };
}
