import { assertDefined } from '#libs/kernel';
import { normalCdf } from '../../normal-distribution.js';

/** One outcome on the log scale: observed, or known only to lie below a bound. */
export interface CensoredOutcome {
  /** Covariates, the constant among them. */
  readonly x: readonly number[];
  readonly y: number;
  /** True where the outcome lies somewhere below `y`. */
  readonly isBelow: boolean;
  readonly weight: number;
}

export interface CensoredFit {
  readonly coefficients: readonly number[];
  readonly deviation: number;
  /** Inverse of the penalised information of the coefficients: their covariance is deviation² times it. */
  readonly inverse: readonly (readonly number[])[];
  readonly iterations: number;
}

const ITERATIONS_MAX = 2_000;
const TOLERANCE = 1e-10;
/** Prices of the same thing always differ by some per cent; less is an accident of few sales. */
const DEVIATION_MIN = 0.05;

/**
 * Linear regression with normal errors on outcomes of which some are censored from above (Tobin, 1958), by the EM
 * algorithm: censored outcomes are replaced by their mean given that they lie below their bound, their variance
 * given the same goes into the error (Dempster, Laird and Rubin, 1977; Aitkin, 1981). `ridge` holds the prior
 * precision of each coefficient in units of the error's: 0 for none. Every step raises the likelihood.
 */
export function censoredRegression(
  outcomes: readonly CensoredOutcome[],
  ridge: readonly number[],
): CensoredFit {
  const inverse = invertedInformation(outcomes, ridge);
  const total = outcomes.reduce((sum, { weight }) => sum + weight, 0);
  let coefficients = coefficientsFor(
    outcomes,
    outcomes.map(({ y }) => y),
    inverse,
  );
  let deviation = 1;
  for (let iteration = 1; iteration <= ITERATIONS_MAX; iteration++) {
    const expected = outcomes.map((outcome) => expectation(outcome, coefficients, deviation));
    const next = coefficientsFor(
      outcomes,
      expected.map(({ mean }) => mean),
      inverse,
    );
    const squares = outcomes.reduce((sum, { x, weight }, index) => {
      const { mean = 0, variance = 0 } = expected[index] ?? {};
      return sum + weight * ((mean - dot(x, next)) ** 2 + variance);
    }, 0);
    const nextDeviation = Math.max(Math.sqrt(squares / total), DEVIATION_MIN);
    const moved = Math.max(
      Math.abs(nextDeviation - deviation),
      ...next.map((value, index) => Math.abs(value - (coefficients[index] ?? 0))),
    );
    coefficients = next;
    deviation = nextDeviation;
    if (moved < TOLERANCE) return { coefficients, deviation, inverse, iterations: iteration };
  }
  return { coefficients, deviation, inverse, iterations: ITERATIONS_MAX };
}

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);

/** Mean and variance of an outcome given what is known of it. */
function expectation(
  { x, y, isBelow }: CensoredOutcome,
  coefficients: readonly number[],
  deviation: number,
): { readonly mean: number; readonly variance: number } {
  if (!isBelow) return { mean: y, variance: 0 };
  const centre = dot(x, coefficients);
  const bound = (y - centre) / deviation;
  const ratio = hazardBelow(bound);
  return {
    mean: centre - deviation * ratio,
    variance: deviation ** 2 * Math.max(1 - bound * ratio - ratio ** 2, 0),
  };
}

/** φ(b) / Φ(b), by its asymptotic series where both vanish. */
function hazardBelow(bound: number): number {
  if (bound < -30) return -bound + 1 / -bound;
  const density = Math.exp(-(bound ** 2) / 2) / Math.sqrt(2 * Math.PI);
  return density / normalCdf(bound, 0, 1);
}

function coefficientsFor(
  outcomes: readonly CensoredOutcome[],
  values: readonly number[],
  inverse: readonly (readonly number[])[],
): readonly number[] {
  const moments = inverse.map((_, row) =>
    outcomes.reduce((sum, { x, weight }, index) => sum + weight * (x[row] ?? 0) * (values[index] ?? 0), 0),
  );
  return inverse.map((row) => dot(row, moments));
}

function invertedInformation(
  outcomes: readonly CensoredOutcome[],
  ridge: readonly number[],
): readonly (readonly number[])[] {
  return invert(
    ridge.map((precision, row) =>
      ridge.map((_, column) => {
        const moment = outcomes.reduce(
          (sum, { x, weight }) => sum + weight * (x[row] ?? 0) * (x[column] ?? 0),
          0,
        );
        return row === column ? moment + precision : moment;
      }),
    ),
  );
}

/** Gauss and Jordan on a symmetric positive definite matrix, which needs no pivoting. */
function invert(matrix: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const size = matrix.length;
  const work = matrix.map((row, index) => [...row, ...row.map((_, column) => (column === index ? 1 : 0))]);
  for (let pivot = 0; pivot < size; pivot++) {
    const pivotRow = assertDefined(work[pivot], 'a row for each pivot');
    const scale = 1 / assertDefined(pivotRow[pivot], 'a pivot');
    for (let column = 0; column < 2 * size; column++) pivotRow[column] = (pivotRow[column] ?? 0) * scale;
    for (const [index, row] of work.entries()) {
      const factor = row[pivot] ?? 0;
      if (index === pivot || factor === 0) continue;
      for (let column = 0; column < 2 * size; column++)
        row[column] = (row[column] ?? 0) - factor * (pivotRow[column] ?? 0);
    }
  }
  return work.map((row) => row.slice(size));
}
