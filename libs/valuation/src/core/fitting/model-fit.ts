import { aiccOf } from '../information-criterion.js';
import { binomialLogLikelihood } from './binomial-likelihood.js';
import { isMinimum, type PolishedPoint } from './gauss-newton-polish.js';
import { covarianceOf, type SquareMatrix, unplacedParameters } from './parameter-covariance.js';
import { lengthOf } from './row.js';

/** What a fit says beyond its parameters. */
export interface ModelFit {
  readonly parameters: readonly number[];
  /** Undefined unless converged: away from a minimum that the data place, no error has a meaning. */
  readonly covariance: SquareMatrix | undefined;
  /** Weighted: (residual / sd)², or Pearson's chi-square with trials. */
  readonly residualSumOfSquares: number;
  readonly degreesOfFreedom: number;
  /** Undefined without a degree of freedom. */
  readonly residualStandardDeviation: number | undefined;
  /** Residual variance; with trials Pearson's chi-square per degree of freedom, at least 1. */
  readonly dispersion: number | undefined;
  readonly logLikelihood: number;
  /** Undefined with too few rows for the small-sample correction, and for a fit without residuals. */
  readonly aicc: number | undefined;
  readonly converged: boolean;
  /** Positions of parameters that the data do not place. */
  readonly unplaced: readonly number[];
}

export interface ObservedRows {
  readonly y: readonly number[];
  readonly sd?: readonly number[] | undefined;
  readonly trials?: readonly number[] | undefined;
}

/**
 * Statistics of a fit at its minimum. Standard errors come from the factor of the weighted derivatives, times the
 * residual standard deviation (sd are relative weights, as in R's nls and by default in scipy), or times the root
 * of the over-dispersion where that exceeds 1 (trials: quasi-likelihood, McCullagh and Nelder, 1989, section 4.5).
 */
export function modelFit(point: PolishedPoint, rows: ObservedRows, expected: Float64Array): ModelFit {
  const { parameters, factor, rank } = point;
  const rowCount = rows.y.length;
  const degreesOfFreedom = rowCount - parameters.length;
  // Orthogonal parts of one row: their squares add up to all of it.
  const residualSumOfSquares = lengthOf(Float64Array.of(point.explained, point.unexplained)) ** 2;
  const variance = degreesOfFreedom > 0 ? residualSumOfSquares / degreesOfFreedom : undefined;
  const dispersion = rows.trials === undefined || variance === undefined ? variance : Math.max(1, variance);
  const converged = isMinimum(point);
  const logLikelihood =
    rows.trials === undefined
      ? normalLogLikelihood(residualSumOfSquares, rows)
      : binomialLogLikelihood(rows.y, rows.trials, (index) => expected[index] ?? Number.NaN);
  const criterion = aiccOf({
    logLikelihood,
    // The noise of normal errors is one more parameter.
    parameterCount: parameters.length + (rows.trials === undefined ? 1 : 0),
    observationCount: rowCount,
  });
  return {
    parameters,
    covariance: converged && dispersion !== undefined ? covarianceOf(factor, dispersion) : undefined,
    residualSumOfSquares,
    degreesOfFreedom,
    residualStandardDeviation: variance === undefined ? undefined : Math.sqrt(variance),
    dispersion,
    logLikelihood,
    aicc: criterion === null || !Number.isFinite(criterion) ? undefined : criterion,
    converged,
    unplaced: rank < parameters.length ? unplacedParameters(factor, rank) : [],
  };
}

/** At the variance that maximises it; infinite for a fit without residuals. */
function normalLogLikelihood(residualSumOfSquares: number, { y, sd }: ObservedRows): number {
  const logSd = (sd ?? []).reduce((sum, value) => sum + Math.log(value), 0);
  return -(y.length / 2) * (Math.log((2 * Math.PI * residualSumOfSquares) / y.length) + 1) - logSd;
}
