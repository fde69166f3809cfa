import { assert } from '#libs/kernel';
import { wilsonInterval } from './statistics/index.js';

/** Trials that would carry a proportion with as wide an interval as the one at hand. */
export interface EquivalentTrials {
  readonly successes: number;
  readonly trials: number;
}

/**
 * Turns a score that is no count (an area, a mean of two rates) into trials for whatever wants counts: as many as
 * give Wilson's interval around the same value the same width. The idea of the effective sample size (Kish 1965,
 * Survey Sampling, section 8.2), read off the interval. Counts of a proportion come back as they went in.
 *
 * @param value in [0, 1]
 * @param width of the 95 % interval, above 0
 * @param trialsMax rows that the score rests on: more cannot come out of it
 */
export function equivalentTrials(value: number, width: number, trialsMax: number): EquivalentTrials {
  assert(value >= 0 && value <= 1, `value out of range: ${String(value)}`);
  assert(width > 0 && trialsMax >= 1, 'an interval has a width, and a score has rows');
  let [tooFew, enough] = [0, trialsMax];
  while (enough - tooFew > 1) {
    const middle = Math.floor((tooFew + enough) / 2);
    if (widthOf(value, middle) <= width) enough = middle;
    else tooFew = middle;
  }
  return { successes: Math.round(value * enough), trials: enough };
}

function widthOf(value: number, trials: number): number {
  const { lower, upper } = wilsonInterval(Math.round(value * trials), trials);
  return upper - lower;
}
