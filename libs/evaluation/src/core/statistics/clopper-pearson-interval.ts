import { assert } from '#libs/kernel';
import { betaQuantile } from './beta-distribution.js';
import { CONFIDENCE_LEVEL, type Interval } from './interval.js';

/**
 * Exact interval of a binomial proportion (C. J. Clopper and E. S. Pearson 1934, Biometrika 26, 404-413): never
 * covers less than its level, for which it is nearly always wider than Wilson's. For limits that somebody may be held to.
 *
 * @param successes whole number from 0 to `trials`
 * @param trials whole number, at least 1
 */
export function clopperPearsonInterval(
  successes: number,
  trials: number,
  level: number = CONFIDENCE_LEVEL,
): Interval {
  assert(Number.isSafeInteger(trials) && trials > 0, `trials out of range: ${String(trials)}`);
  assert(
    Number.isSafeInteger(successes) && successes >= 0 && successes <= trials,
    `successes out of range: ${String(successes)} of ${String(trials)}`,
  );
  const tail = (1 - level) / 2;
  return {
    lower: successes === 0 ? 0 : betaQuantile(tail, successes, trials - successes + 1),
    upper: successes === trials ? 1 : betaQuantile(1 - tail, successes + 1, trials - successes),
  };
}
