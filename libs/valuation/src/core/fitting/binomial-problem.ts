import type { RowModel } from './expression-evaluator.js';
import type { LeastSquaresProblem } from './least-squares-problem.js';
import { allFinite, at } from './row.js';

/**
 * Shares of successes out of trials, whose expectation a model gives: the objective is the deviance, residuals
 * are Pearson's, columns are weighted by the root of the information (McCullagh and Nelder, 1989, chapter 2).
 * A model value outside (0, 1) counts as not finite.
 */
export function binomialProblem(
  model: RowModel,
  shares: readonly number[],
  trials: readonly number[],
): LeastSquaresProblem {
  const observed = Float64Array.from(shares);
  const counts = Float64Array.from(trials);
  const residuals = new Float64Array(model.rowCount);
  const roots = new Float64Array(model.rowCount);
  const devianceAt = (parameters: readonly number[]): number => {
    const expected = model.valuesAt(parameters);
    let sum = 0;
    for (let i = 0; i < counts.length; i++) {
      const q = at(expected, i);
      if (!(q > 0 && q < 1)) return Infinity;
      roots[i] = Math.sqrt(at(counts, i) / (q * (1 - q)));
      residuals[i] = (at(observed, i) - q) * at(roots, i);
      sum += at(counts, i) * unitDeviance(at(observed, i), q);
    }
    return Number.isFinite(sum) ? sum : Infinity;
  };
  return {
    parameterCount: model.parameterCount,
    rowCount: model.rowCount,
    roundingOf: (objective) => 64 * Number.EPSILON * (objective + 1),
    objectiveAt: devianceAt,
    linearise: (parameters) => {
      const objective = devianceAt(parameters);
      if (objective === Infinity) return undefined;
      const columns = model.derivatives();
      for (const column of columns)
        for (let i = 0; i < column.length; i++) column[i] = at(column, i) * at(roots, i);
      return columns.every(allFinite) ? { objective, residuals, columns } : undefined;
    },
  };
}

/** 2 [y log(y/q) + (1 − y) log((1 − y)/(1 − q))], which is 0 where y = q and never less. */
export function unitDeviance(y: number, q: number): number {
  const deviance = 2 * (logRatio(y, q) + logRatio(1 - y, 1 - q));
  return Math.max(deviance, 0);
}

/** y log(y / q), with 0 log 0 = 0. */
const logRatio = (y: number, q: number): number => (y === 0 ? 0 : y * Math.log(y / q));
