import { qnorm } from 'lib-r-math.js';
import { assert } from '#libs/kernel';

/** The package's declarations do not resolve under Node's module rules, so its type is stated here. */
const normalQuantile = qnorm as (probability: number) => number;

/** The level of every interval that a run reports. */
export const CONFIDENCE_LEVEL = 0.95;

/** A two-sided confidence interval of a proportion, within [0, 1]. */
export interface ProportionInterval {
  readonly lower: number;
  readonly upper: number;
}

/**
 * Score interval of a binomial proportion (E. B. Wilson 1927, "Probable inference, the law of succession, and
 * statistical inference", JASA 22, 209-212). Unlike the textbook interval it keeps its coverage near 0 and 1 and
 * for few trials, which is where slices of a domain live. Assumes independent trials.
 *
 * @param successes whole number from 0 to `trials`
 * @param trials whole number, at least 1
 * @param level coverage, strictly between 0 and 1
 */
export function wilsonInterval(
  successes: number,
  trials: number,
  level: number = CONFIDENCE_LEVEL,
): ProportionInterval {
  assert(Number.isSafeInteger(trials) && trials > 0, `trials out of range: ${String(trials)}`);
  assert(
    Number.isSafeInteger(successes) && successes >= 0 && successes <= trials,
    `successes out of range: ${String(successes)} of ${String(trials)}`,
  );
  assert(level > 0 && level < 1, `level out of range: ${String(level)}`);
  const z = normalQuantile(1 - (1 - level) / 2);
  const proportion = successes / trials;
  const perTrial = (z * z) / trials;
  const centre = proportion + perTrial / 2;
  const halfWidth = z * Math.sqrt((proportion * (1 - proportion) + perTrial / 4) / trials);
  // At the edges the formula gives the edge itself; rounding must not move it.
  return {
    lower: successes === 0 ? 0 : (centre - halfWidth) / (1 + perTrial),
    upper: successes === trials ? 1 : (centre + halfWidth) / (1 + perTrial),
  };
}
