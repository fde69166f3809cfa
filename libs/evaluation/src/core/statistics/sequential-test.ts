import * as rmath from 'lib-r-math.js';
import { assert } from '#libs/kernel';
import { CONFIDENCE_LEVEL, type Interval } from './interval.js';

const { lgamma } = rmath as unknown as { readonly lgamma: (x: number) => number };

/** Whether the true share lies above or below the threshold, or the rows do not tell yet. */
export type SequentialDecision = 'above' | 'below' | 'undecided';

export interface SequentialOutcome {
  readonly decision: SequentialDecision;
  /** Rows that were looked at until the decision fell; all of them when it did not. */
  readonly rows: number;
}

/**
 * Decides a success rate against a threshold, looking after every row, and stops as soon as it can. However often
 * one looks, the chance of deciding against the truth is at most the error rate.
 *
 * The evidence is the likelihood of the rows under a uniform mixture of all rates, divided by their likelihood at
 * the threshold. At the threshold it is a martingale that starts at 1 (a beta-binomial mixture: Robbins 1970,
 * Annals of Mathematical Statistics 41, 1397-1409; Howard, Ramdas, McAuliffe and Sekhon 2021, Annals of Statistics
 * 49, 1055-1080), so by Ville's inequality it ever reaches 1/α with a probability of at most α.
 *
 * @param outcomes 1 for a success, 0 for a failure, in the order in which they came
 * @param threshold strictly between 0 and 1
 * @param errorRate α, strictly between 0 and 1
 */
export function decideSequentially(
  outcomes: Iterable<number>,
  threshold: number,
  errorRate: number = 1 - CONFIDENCE_LEVEL,
): SequentialOutcome {
  assert(threshold > 0 && threshold < 1, `threshold out of range: ${String(threshold)}`);
  assert(errorRate > 0 && errorRate < 1, `error rate out of range: ${String(errorRate)}`);
  const enough = -Math.log(errorRate);
  let [rows, successes, evidence] = [0, 0, 0];
  for (const outcome of outcomes) {
    assert(outcome === 0 || outcome === 1, `neither success nor failure: ${String(outcome)}`);
    // Laplace's rule of succession is what the uniform mixture predicts for the next row.
    const predicted = (outcome === 1 ? successes + 1 : rows - successes + 1) / (rows + 2);
    evidence += Math.log(predicted / (outcome === 1 ? threshold : 1 - threshold));
    rows += 1;
    successes += outcome;
    if (evidence >= enough) return { decision: successes / rows > threshold ? 'above' : 'below', rows };
  }
  return { decision: 'undecided', rows };
}

/** Natural logarithm of the evidence against a rate; infinite against 0 and 1 once a row contradicts them. */
function logEvidence(successes: number, failures: number, rate: number): number {
  const mixture = lgamma(successes + 1) + lgamma(failures + 1) - lgamma(successes + failures + 2);
  const atRate =
    (successes === 0 ? 0 : successes * Math.log(rate)) + (failures === 0 ? 0 : failures * Math.log1p(-rate));
  return mixture - atRate;
}

/** Halvings until a limit is exact to the last bit. */
const HALVINGS = 60;

/**
 * The rates that the rows so far do not speak against: an interval that holds the true rate at all times at once
 * with the probability given, however often and whenever one looks (a confidence sequence).
 */
export function alwaysValidInterval(
  successes: number,
  failures: number,
  level: number = CONFIDENCE_LEVEL,
): Interval {
  assert(successes >= 0 && failures >= 0, 'counts are not negative');
  assert(level > 0 && level < 1, `level out of range: ${String(level)}`);
  if (successes + failures === 0) return { lower: 0, upper: 1 };
  const enough = -Math.log(1 - level);
  const limitTowards = (edge: 0 | 1): number => {
    if (logEvidence(successes, failures, edge) < enough) return edge;
    let [inside, outside] = [successes / (successes + failures), edge as number];
    for (let halving = 0; halving < HALVINGS; halving += 1) {
      const middle = (inside + outside) / 2;
      if (logEvidence(successes, failures, middle) < enough) inside = middle;
      else outside = middle;
    }
    return inside;
  };
  return { lower: limitTowards(0), upper: limitTowards(1) };
}
