import { assert, assertDefined, type Random } from '#libs/kernel';

/** Symmetric and positive definite, row by row. */
export type Covariance = readonly (readonly number[])[];

const at = (matrix: readonly (readonly number[])[], row: number, column: number): number =>
  assertDefined(matrix[row]?.[column], 'index outside the matrix');

/** Lower triangle L with L Lᵀ = matrix. Asserts that the matrix is positive definite. */
export function cholesky(matrix: Covariance): readonly (readonly number[])[] {
  const lower: number[][] = [];
  for (let row = 0; row < matrix.length; row++) {
    const current: number[] = [];
    lower.push(current);
    for (let column = 0; column <= row; column++) {
      let rest = at(matrix, row, column);
      for (let k = 0; k < column; k++) rest -= at(lower, row, k) * at(lower, column, k);
      assert(row !== column || rest > 0, 'the covariance is not positive definite');
      current.push(row === column ? Math.sqrt(rest) : rest / at(lower, column, column));
    }
  }
  return lower;
}

/** mean + L z with z standard normal: one draw, taking exactly mean.length deviates. */
export function drawNormal(
  mean: readonly number[],
  lower: readonly (readonly number[])[],
  random: Random,
): readonly number[] {
  const deviates = mean.map(() => random.normal());
  return mean.map((value, row) =>
    deviates.slice(0, row + 1).reduce((sum, z, column) => sum + at(lower, row, column) * z, value),
  );
}

/** gᵀ Σ g: the variance of a linear function of the parameters, or of any function by the delta method. */
export function quadraticForm(gradient: readonly number[], covariance: Covariance): number {
  let sum = 0;
  for (const [row, left] of gradient.entries())
    for (const [column, right] of gradient.entries()) sum += left * right * at(covariance, row, column);
  return sum;
}
