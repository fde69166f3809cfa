import { assert } from '#libs/kernel';
import { incompleteBeta } from '../statistics/beta-distribution.js';
import { CONFIDENCE_LEVEL, type Interval } from '../statistics/interval.js';
import { studentCriticalValue } from '../statistics/student-distribution.js';
import { wilsonInterval } from '../statistics/wilson-interval.js';

/** A score and what each sampling unit moves it by, as the units of {@link contrastOf} want it. */
export interface ContrastTerm<Unit> {
  readonly value: number;
  /** Units with rows of the rarest class. */
  readonly support: number;
  readonly influence: Iterable<readonly [Unit, number]>;
}

/** A difference of scores with its 95 % interval. */
export interface Contrast extends Interval {
  readonly value: number;
  readonly standardError: number;
  readonly degreesOfFreedom: number;
}

/** What a difference is made of. */
export interface Spread {
  readonly value: number;
  /** Sum of the squares of what each unit moves the difference by. */
  readonly squares: number;
  readonly units: number;
  /** Units with rows of the rarest class. */
  readonly support: number;
  /** Scores that the difference is made of. */
  readonly terms: number;
}

/**
 * The sum of some scores minus the sum of others. Variance by units, C/(C − 1) times the sum of the squares of what
 * each moves the difference by (Liang and Zeger 1986; Cameron and Miller 2015, Journal of Human Resources 50,
 * 317-372, section II); Student's interval with one degree of freedom less than the rarest class has units, since
 * it is these that the difference rests on.
 *
 * @param plus at least one
 */
export function contrastOf<Unit>(
  plus: readonly ContrastTerm<Unit>[],
  minus: readonly ContrastTerm<Unit>[],
): Contrast {
  const moved = new Map<Unit, number>();
  const add = (sign: 1 | -1) => (term: ContrastTerm<Unit>) => {
    for (const [unit, influence] of term.influence)
      moved.set(unit, (moved.get(unit) ?? 0) + sign * influence);
  };
  plus.forEach(add(1));
  minus.forEach(add(-1));
  let squares = 0;
  for (const amount of moved.values()) squares += amount * amount;
  const terms = [...plus, ...minus];
  return contrastOfSpread({
    value: total(plus) - total(minus),
    squares,
    units: moved.size,
    support: Math.min(...terms.map((term) => term.support)),
    terms: terms.length,
  });
}

/**
 * Where no unit moves the difference, it may still be unlike what was seen by a share of units that was not: Wilson's
 * upper limit of none.
 */
export function contrastOfSpread({ value, squares, units, support, terms }: Spread): Contrast {
  assert(support >= 1, 'a score rests on at least one unit');
  const degreesOfFreedom = Math.max(1, support - 1);
  const critical = studentCriticalValue(CONFIDENCE_LEVEL, degreesOfFreedom);
  // What cancels leaves rounding errors behind.
  const seen = squares < 1e-24 ? 0 : Math.sqrt((squares * units) / Math.max(1, units - 1));
  const unseen = (terms / 2 + Math.abs(value)) * wilsonInterval(0, support).upper;
  const standardError = seen === 0 ? unseen / critical : seen;
  const reach = critical * standardError;
  return { value, lower: value - reach, upper: value + reach, standardError, degreesOfFreedom };
}

/** Probability of a difference at least as large as this one if the true one were no larger than the margin. */
export function excessPValue({ value, standardError, degreesOfFreedom }: Contrast, margin: number): number {
  const t = (value - margin) / standardError;
  // With T a deviate of Student's, ν/(ν + T²) is Beta(ν/2, 1/2) (Johnson, Kotz and Balakrishnan 1995, section 28.2).
  const tail = incompleteBeta(degreesOfFreedom / (degreesOfFreedom + t * t), degreesOfFreedom / 2, 1 / 2) / 2;
  return t > 0 ? tail : 1 - tail;
}

const total = (terms: readonly { readonly value: number }[]): number =>
  terms.reduce((sum, { value }) => sum + value, 0);
