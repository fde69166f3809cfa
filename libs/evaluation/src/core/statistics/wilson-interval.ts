import { assert } from '#libs/kernel';
import { CONFIDENCE_LEVEL, type Interval } from './interval.js';
import { normalCriticalValue } from './normal-distribution.js';

/** A two-sided confidence interval of a proportion, within [0, 1]. */
export type ProportionInterval = Interval;

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
  return scoreInterval(successes / trials, trials, level);
}

/**
 * The same interval for a proportion of so many trials' worth of information, which need not be a whole number.
 *
 * @param proportion in [0, 1]
 * @param trials positive
 */
export function scoreInterval(
  proportion: number,
  trials: number,
  level: number = CONFIDENCE_LEVEL,
): ProportionInterval {
  assert(level > 0 && level < 1, `level out of range: ${String(level)}`);
  const z = normalCriticalValue(level);
  const perTrial = (z * z) / trials;
  const centre = proportion + perTrial / 2;
  const halfWidth = z * Math.sqrt((proportion * (1 - proportion) + perTrial / 4) / trials);
  // At the edges the formula gives the edge itself; rounding must not move it.
  return {
    lower: proportion === 0 ? 0 : (centre - halfWidth) / (1 + perTrial),
    upper: proportion === 1 ? 1 : (centre + halfWidth) / (1 + perTrial),
  };
}
