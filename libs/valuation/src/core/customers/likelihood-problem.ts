import type { LeastSquaresProblem } from '../fitting/least-squares-problem.js';
import { allFinite, at } from '../fitting/row.js';

/** Log-likelihood of one observation and its derivatives by the parameters. */
export type Score = (parameters: readonly number[], index: number, slopes: Float64Array) => number;

/**
 * A likelihood of independent observations as a problem of scoring: rows are the observations, columns their
 * scores, residuals 1, so that columnsᵀ residuals is the score of all and columnsᵀ columns the outer product that
 * estimates the information (Berndt, Hall, Hall and Hausman, 1974).
 */
export function likelihoodProblem(
  score: Score,
  observationCount: number,
  parameterCount: number,
): LeastSquaresProblem {
  const residuals = new Float64Array(observationCount).fill(1);
  const columns = Array.from({ length: parameterCount }, () => new Float64Array(observationCount));
  const slopes = new Float64Array(parameterCount);
  const objectiveAt = (parameters: readonly number[]): number => {
    let sum = 0;
    for (let index = 0; index < observationCount; index++) {
      sum -= 2 * score(parameters, index, slopes);
      for (const [k, column] of columns.entries()) column[index] = at(slopes, k);
    }
    return Number.isFinite(sum) ? sum : Infinity;
  };
  return {
    parameterCount,
    rowCount: observationCount,
    roundingOf: (objective) => 64 * Number.EPSILON * (Math.abs(objective) + 1),
    objectiveAt,
    linearise: (parameters) => {
      const objective = objectiveAt(parameters);
      return objective === Infinity || !columns.every(allFinite)
        ? undefined
        : { objective, residuals, columns };
    },
  };
}
