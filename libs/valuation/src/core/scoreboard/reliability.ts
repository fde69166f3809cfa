import { normalQuantile } from '../normal-distribution.js';
import { type ClaimedShare, claimedShare, isWithin } from './claimed-share.js';
import type { ScoreEntry } from './score-entry.js';

/**
 * A point of the calibration plot: how often prices fell to or below a quantile that was claimed for them, beside how
 * often they should (the nominal share).
 */
export interface ReliabilityPoint extends ClaimedShare {
  /** `published`: a decile or the median itself. `lognormal`: read off the distribution that the FSD implies. */
  readonly quantile: 'published' | 'lognormal';
}

type QuantileOf = (entry: ScoreEntry) => number | null;

const published = (level: number, quantileOf: QuantileOf) =>
  ({ level, quantile: 'published', quantileOf }) as const;

const lognormal = (level: number) => ({
  level,
  quantile: 'lognormal' as const,
  quantileOf: ({ estimateMinor, forecastStandardDeviation: deviation }: ScoreEntry): number | null =>
    deviation === null
      ? null
      : Number(estimateMinor) * Math.exp(Math.log1p(deviation) * normalQuantile(level)),
});

const QUANTILES = [
  lognormal(0.05),
  published(0.1, ({ p10Minor }) => Number(p10Minor)),
  lognormal(0.25),
  lognormal(0.4),
  published(0.5, ({ estimateMinor }) => Number(estimateMinor)),
  lognormal(0.6),
  lognormal(0.75),
  published(0.9, ({ p90Minor }) => Number(p90Minor)),
  lognormal(0.95),
];

/** The calibration plot, in the order of its levels. Points share their sales, so they err together. */
export const reliability = (entries: readonly ScoreEntry[]): readonly ReliabilityPoint[] =>
  QUANTILES.map(({ level, quantile, quantileOf }) => ({
    quantile,
    ...claimedShare(level, entries, (entry) => {
      const limit = quantileOf(entry);
      return limit === null ? undefined : isWithin(entry.outcome, 0, limit);
    }),
  }));
