import { assert, assertDefined, ok } from '#libs/kernel';
import { CONFIDENCE_LEVEL, type Interval } from './interval.js';
import { normalCriticalValue } from './normal-distribution.js';
import { linearQuantile } from './quantile.js';
import { refuse, type Statistic } from './refusal.js';
import { sortedSample } from './sorted-sample.js';
import { tieSizes } from './tie-sizes.js';

export interface TheilSen extends Interval {
  readonly slope: number;
  /** Median of y minus slope times median of x. */
  readonly intercept: number;
}

/**
 * Median of the slopes of all pairs, which a quarter of wild values does not move, with Sen's interval from the
 * variance of Kendall's score (P. K. Sen 1968, JASA 63, 1379-1389). Refused where the
 * interval would reach beyond the steepest pairs, as at 95 % it does for fewer than five values. Looks at all pairs:
 * for series, not for rows.
 */
export function theilSen(
  x: readonly number[],
  y: readonly number[],
  level: number = CONFIDENCE_LEVEL,
): Statistic<TheilSen> {
  assert(x.length === y.length, 'as many values of either');
  const slopes = pairSlopes(x, y);
  if (slopes.length === 0) return refuse('too-few-rows', 'a slope needs two different places');
  const slope = linearQuantile(slopes, 0.5);
  const variance = scoreVariance(x, y);
  if (variance <= 0) return refuse('zero-variance', 'too many values are alike');
  const reach = normalCriticalValue(level) * Math.sqrt(variance);
  const lowerRank = Math.round((slopes.length - reach) / 2) - 1;
  const upperRank = Math.round((slopes.length + reach) / 2);
  if (lowerRank < 0 || upperRank >= slopes.length)
    return refuse('too-few-rows', 'so few pairs leave the interval of the slope open');
  const at = (rank: number): number => assertDefined(slopes[rank], 'a rank among the slopes');
  return ok({
    slope,
    intercept: median(y) - slope * median(x),
    lower: at(lowerRank),
    upper: at(upperRank),
  });
}

function pairSlopes(x: readonly number[], y: readonly number[]): Float64Array {
  const slopes: number[] = [];
  for (let i = 0; i < x.length; i += 1)
    for (let j = 0; j < i; j += 1) {
      const run = (x[i] ?? 0) - (x[j] ?? 0);
      if (run !== 0) slopes.push(((y[i] ?? 0) - (y[j] ?? 0)) / run);
    }
  return sortedSample(slopes);
}

const median = (values: readonly number[]): number => linearQuantile(sortedSample(values), 0.5);

/** Sen's equation 2.6: ties in either direction take away from the variance. */
function scoreVariance(x: readonly number[], y: readonly number[]): number {
  const term = (size: number): number => size * (size - 1) * (2 * size + 5);
  const ties = [...tieSizes(x), ...tieSizes(y)];
  return (term(x.length) - ties.reduce((sum, size) => sum + term(size), 0)) / 18;
}
