import { normalQuantile } from '../../normal-distribution.js';
import { HAMMER_LEVELS } from '../priors.js';
import { type AmountRange, mapRange, quantileOf, sortedCopy } from '../quantiles.js';

/** Standard deviations from the median to a decile. */
const TO_DECILE = normalQuantile(0.9);

/**
 * Prices that an auction is expected to bring, from the values over paths: the median bid stands where bids usually
 * stand in such a distribution, and prices spread around it because nobody knows just where, and because bidders'
 * tastes differ (`dispersion`, on the log scale). Never below nothing, and never above `ceiling`, which is the
 * appraised value: who pays more pays for something that this appraisal does not see.
 */
export function expectedHammer(values: Float64Array, dispersion: number, ceiling: AmountRange): AmountRange {
  const sorted = sortedCopy(values);
  const levels = mapRange(HAMMER_LEVELS, (level) => Math.max(quantileOf(sorted, level), 0));
  return bounded(spread(levels, dispersion), ceiling);
}

/** Lognormal where the level's own doubt is; the levels themselves where a log scale does not reach. */
function spread({ p10, p50, p90 }: AmountRange, dispersion: number): AmountRange {
  const own = p10 > 0 ? Math.log(p90 / p10) / (2 * TO_DECILE) : 0;
  const factor = Math.exp(TO_DECILE * Math.hypot(own, dispersion));
  return p10 > 0 ? { p10: p50 / factor, p50, p90: p50 * factor } : { p10, p50, p90: p90 * factor };
}

const bounded = (range: AmountRange, ceiling: AmountRange): AmountRange =>
  mapRange(range, (amount, level) => Math.min(amount, ceiling[level]));
