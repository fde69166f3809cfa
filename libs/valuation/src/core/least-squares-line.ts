import type { ParameterEstimate } from './parameter-estimate.js';

/** y = level + slope x, fitted by ordinary least squares. */
export interface FittedLine {
  /** Height of the line at x = 0. */
  readonly level: ParameterEstimate;
  readonly slope: ParameterEstimate;
  /** Root of the residual sum of squares over n − 2. */
  readonly residualStandardDeviation: number;
}

/**
 * Closed form on centred data, which loses no digits to large x. Needs at least three points, not all at one x
 * (the caller's duty): less gives no residual standard deviation.
 */
export function leastSquaresLine(points: readonly { readonly x: number; readonly y: number }[]): FittedLine {
  const n = points.length;
  const meanX = points.reduce((sum, { x }) => sum + x, 0) / n;
  const meanY = points.reduce((sum, { y }) => sum + y, 0) / n;
  const squares = points.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
  const products = points.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0);
  const slope = products / squares;
  const residualSquares = points.reduce((sum, { x, y }) => sum + (y - meanY - slope * (x - meanX)) ** 2, 0);
  const deviation = Math.sqrt(residualSquares / (n - 2));
  return {
    level: {
      value: meanY - slope * meanX,
      standardError: deviation * Math.sqrt(1 / n + meanX ** 2 / squares),
    },
    slope: { value: slope, standardError: deviation / Math.sqrt(squares) },
    residualStandardDeviation: deviation,
  };
}
