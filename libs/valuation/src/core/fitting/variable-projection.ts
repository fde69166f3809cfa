import { assertDefined } from '#libs/kernel';
import { sumOfSquares } from './compensated-sum.js';
import { type LeastSquaresProblem, type Linearisation } from './least-squares-problem.js';
import { backSubstitute, pivotedQr, type PivotedQr, rankOf, transposedTimes } from './pivoted-qr.js';
import { allFinite } from './row.js';

/** A problem in the nonlinear parameters alone, and the way back to all parameters. */
export interface ProjectedProblem extends LeastSquaresProblem {
  /** The nonlinear parameters among all. */
  readonly reduce: (parameters: readonly number[]) => readonly number[];
  /** All parameters, the linear ones at their best for the nonlinear ones given. */
  readonly complete: (nonlinear: readonly number[]) => readonly number[];
}

/**
 * Takes the parameters out of a least-squares problem in which its model is affine (variable projection: Golub
 * and Pereyra, 1973), with Kaufman's (1975) derivatives: residuals and nonlinear columns, less what the linear
 * columns explain of them. Good starts for linear parameters are then not needed at all.
 */
export function projectedProblem(
  problem: LeastSquaresProblem,
  linear: readonly number[],
  start: readonly number[],
): ProjectedProblem {
  const indices = start.map((_, index) => index);
  const nonlinear = indices.filter((index) => !linear.includes(index));
  const reduce = (parameters: readonly number[]): readonly number[] =>
    nonlinear.map((index) => assertDefined(parameters[index], 'every parameter has a value'));
  const merged = (reduced: readonly number[]): readonly number[] =>
    indices.map((index) => reduced[nonlinear.indexOf(index)] ?? 0);

  const solve = (reduced: readonly number[]): Projection | undefined => {
    const base = merged(reduced);
    const atZero = problem.linearise(base);
    return atZero === undefined ? undefined : projectionOf(atZero, base, linear);
  };
  return {
    parameterCount: nonlinear.length,
    rowCount: problem.rowCount,
    roundingOf: problem.roundingOf,
    reduce,
    complete: (reduced) => solve(reduced)?.parameters ?? merged(reduced),
    objectiveAt: (reduced) => {
      const projection = solve(reduced);
      return projection === undefined ? Infinity : sumOfSquares(projection.residuals);
    },
    linearise: (reduced) => {
      const projection = solve(reduced);
      const full = projection === undefined ? undefined : problem.linearise(projection.parameters);
      if (projection === undefined || full === undefined) return undefined;
      const project = ({ columns }: Linearisation): readonly Float64Array[] =>
        nonlinear.map((index) =>
          remainder(projection, assertDefined(columns[index], 'every parameter has a column')),
        );
      const residuals = remainder(projection, full.residuals);
      return { objective: sumOfSquares(residuals), residuals, columns: project(full) };
    },
  };
}

interface Projection {
  readonly factor: PivotedQr;
  readonly rank: number;
  readonly parameters: readonly number[];
  /** What the linear columns leave of the residuals. */
  readonly residuals: Float64Array;
}

function projectionOf(
  { columns, residuals }: Linearisation,
  base: readonly number[],
  linear: readonly number[],
): Projection | undefined {
  const factor = pivotedQr(linear.map((index) => assertDefined(columns[index], 'a linear column')));
  const rank = rankOf(factor);
  const rotated = transposedTimes(factor, residuals);
  const values = backSubstitute(factor, rotated, rank);
  if (!allFinite(values)) return undefined;
  const parameters = base.map((value, index) => values[linear.indexOf(index)] ?? value);
  return { factor, rank, parameters, residuals: rotated.subarray(rank) };
}

/** The part of a row that the linear columns do not explain, in the coordinates of the factor. */
const remainder = ({ factor, rank }: Projection, row: Float64Array): Float64Array =>
  transposedTimes(factor, row).subarray(rank);
