import { ok } from '#libs/kernel';
import * as rmath from 'lib-r-math.js';
import { type RatioResult, refuseRatio } from './ratio-refusal.js';

/** The declarations of the package do not resolve under Node's module rules, so its type is stated here. */
const { qbinom } = rmath as unknown as {
  readonly qbinom: (probability: number, trials: number, chance: number) => number;
};

/**
 * Distribution-free interval of a median between two order statistics (David and Nagaraja, 2003, section 7.1): the
 * number of values below the median is binomial with chance 1/2, so the interval covers at least its level whatever
 * the distribution. Refused where even the extremes cover less, which for 95 % is below six values.
 *
 * @param values at least one
 */
export function medianInterval(
  values: readonly number[],
  level: number,
): RatioResult<{ readonly lower: number; readonly upper: number }> {
  const sorted = values.toSorted((a, b) => a - b);
  const rank = qbinom((1 - level) / 2, sorted.length, 0.5);
  if (rank === 0)
    return refuseRatio('too-few-sales', `no interval at ${String(100 * level)} % from so few sales`);
  return ok({ lower: sorted[rank - 1] ?? 0, upper: sorted[sorted.length - rank] ?? 0 });
}
