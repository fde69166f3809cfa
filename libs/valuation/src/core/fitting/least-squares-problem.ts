import { assertDefined } from '#libs/kernel';
import type { RowModel } from './expression-evaluator.js';
import { allFinite, at } from './row.js';
import { sumOfSquares } from './compensated-sum.js';

/**
 * The objective at a point, and the linear least-squares problem that stands for it near there. The arrays belong
 * to the problem: its next call may overwrite them.
 */
export interface Linearisation {
  readonly objective: number;
  readonly residuals: Float64Array;
  /** Derivatives of the model, one column a parameter: a step d leaves residuals − Σ d_k column_k. */
  readonly columns: readonly Float64Array[];
}

/**
 * What is minimised over parameters. For least squares the objective is the sum of squared residuals; for a
 * likelihood it is −2 log-likelihood up to a constant, linearised such that columnsᵀ residuals is the score and
 * columnsᵀ columns an information matrix (Fisher scoring; Osborne, 1992).
 */
export interface LeastSquaresProblem {
  readonly parameterCount: number;
  readonly rowCount: number;
  /** By how much two computed objectives of about this size may differ from rounding alone. */
  readonly roundingOf: (objective: number) => number;
  /** Infinity where the model is not finite. */
  readonly objectiveAt: (parameters: readonly number[]) => number;
  /** Undefined where the model or a derivative is not finite. */
  readonly linearise: (parameters: readonly number[]) => Linearisation | undefined;
}

/** Σ ((y − model) × root weight)² over the rows of a model. Root weights are 1 where none are given. */
export function rowProblem(
  model: RowModel,
  y: readonly number[],
  rootWeights?: readonly number[],
): LeastSquaresProblem {
  const observed = Float64Array.from(y);
  const roots = Float64Array.from(rootWeights ?? y.map(() => 1));
  const observedSquares = sumOfSquares(observed.map((value, i) => value * at(roots, i)));
  const residuals = new Float64Array(model.rowCount);
  const weigh = (column: Float64Array): Float64Array => {
    for (let i = 0; i < column.length; i++) column[i] = at(column, i) * at(roots, i);
    return column;
  };
  const residualsAt = (parameters: readonly number[]): Float64Array => {
    const values = model.valuesAt(parameters);
    for (let i = 0; i < residuals.length; i++)
      residuals[i] = (at(observed, i) - at(values, i)) * at(roots, i);
    return residuals;
  };
  return {
    parameterCount: model.parameterCount,
    rowCount: model.rowCount,
    // A residual of data of length L is wrong by about ε L, and its square by twice that times itself.
    roundingOf: (objective) =>
      8 * ROUNDING * (Math.sqrt(objective * observedSquares) + ROUNDING * observedSquares),
    objectiveAt: (parameters) => finiteOr(sumOfSquares(residualsAt(parameters)), Infinity),
    linearise: (parameters) => {
      const objective = sumOfSquares(residualsAt(parameters));
      const columns = model.derivatives();
      if (rootWeights !== undefined) columns.forEach(weigh);
      if (!Number.isFinite(objective) || !columns.every(allFinite)) return undefined;
      return { objective, residuals, columns };
    },
  };
}

/** Distance of 1 to the next number. */
const ROUNDING = Number.EPSILON;

const finiteOr = (value: number, otherwise: number): number => (Number.isFinite(value) ? value : otherwise);

/** The parameters moved along a step. */
export const moved = (parameters: readonly number[], step: Float64Array): readonly number[] =>
  parameters.map((value, index) => value + assertDefined(step[index], 'a step has every parameter'));
