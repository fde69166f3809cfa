import { sumOfSquares } from '../../fitting/compensated-sum.js';
import { covarianceOf, type SquareMatrix } from '../../fitting/parameter-covariance.js';
import { backSubstitute, pivotedQr, rankOf, transposedTimes } from '../../fitting/pivoted-qr.js';
import { at } from '../../fitting/row.js';
import { filterPass, type FilterPass, type Gains } from './smoothing-filter.js';

/** Log amounts at irregular times, ready for the recursions. */
export interface SmoothedRows {
  readonly y: Float64Array;
  /** Units of the typical gap since the observation before; 1 before the first. */
  readonly elapsed: Float64Array;
  readonly sd: Float64Array;
  /** For each declared step, 1 from its time on and 0 before. */
  readonly steps: readonly Float64Array[];
}

/** The likelihood of gains, with everything linear in it at its best. */
export interface SmoothingFit {
  readonly minusTwiceLogLikelihood: number;
  readonly errors: Float64Array;
  readonly levels: Float64Array;
  readonly trends: Float64Array;
  readonly stepWeights: readonly number[];
  /** Covariance of the last level, the last trend and the step weights, per unit of the error variance. */
  readonly stateCovariance: SquareMatrix;
}

/**
 * Fits starting level, starting trend (where there is one) and step weights for given gains. Errors are linear in
 * them, so that one pass for each unit and least squares give the maximum of the likelihood.
 */
export function smoothingFit(rows: SmoothedRows, gains: Gains, hasTrend: boolean): SmoothingFit {
  const zeros = new Float64Array(rows.y.length);
  const pass = (y: Float64Array, level: number, trend: number): FilterPass =>
    filterPass(y, rows.elapsed, rows.sd, gains, { level, trend });
  const data = pass(rows.y, 0, 0);
  const units = [pass(zeros, 1, 0), ...(hasTrend ? [pass(zeros, 0, 1)] : [])];
  const steps = rows.steps.map((step) =>
    pass(
      step.map((passed) => -passed),
      0,
      0,
    ),
  );
  const passes = [...units, ...steps];
  const factor = pivotedQr(passes.map(({ errors }) => errors.map((error) => -error)));
  const rank = rankOf(factor);
  const weights = backSubstitute(factor, transposedTimes(factor, data.errors), rank);
  const combined = (part: (one: FilterPass) => Float64Array): Float64Array =>
    part(data).map((value, i) =>
      passes.reduce((sum, one, k) => sum + at(weights, k) * at(part(one), i), value),
    );
  const errors = combined((one) => one.errors);
  const n = errors.length;
  return {
    minusTwiceLogLikelihood: n * (Math.log((2 * Math.PI * sumOfSquares(errors)) / n) + 1) + data.logVariance,
    errors,
    levels: combined((one) => one.levels),
    trends: combined((one) => one.trends),
    stepWeights: [...weights.subarray(units.length)],
    stateCovariance: rank < passes.length ? [] : throughStates(covarianceOf(factor, 1), passes, units.length),
  };
}

/** From the covariance of what was fitted to that of the last level, the last trend and the step weights. */
function throughStates(
  covariance: SquareMatrix,
  passes: readonly FilterPass[],
  unitCount: number,
): SquareMatrix {
  const ofLevel = passes.map(({ levels }) => at(levels, levels.length - 1));
  const ofTrend = passes.map(({ trends }) => at(trends, trends.length - 1));
  const ofSteps = passes
    .slice(unitCount)
    .map((_, step) => passes.map((_pass, k) => (k === unitCount + step ? 1 : 0)));
  const slopes = [ofLevel, ofTrend, ...ofSteps];
  const bilinear = (left: readonly number[], right: readonly number[]): number =>
    covariance.reduce(
      (sum, row, i) =>
        sum + row.reduce((part, value, j) => part + (left[i] ?? 0) * value * (right[j] ?? 0), 0),
      0,
    );
  return slopes.map((left) => slopes.map((right) => bilinear(left, right)));
}
