import { assertDefined } from '#libs/kernel';

/** A column of which no more than this share of its square is left is taken for a combination of the others. */
const RELATIVE_TOLERANCE = 1e-10;

/**
 * Coefficients that bring rows × coefficients closest to the values, by modified Gram–Schmidt on the columns with
 * the values as the last of them (Björck, 1967). A column that the earlier ones explain gets 0.
 */
export function leastSquares(
  rows: readonly (readonly number[])[],
  values: readonly number[],
): readonly number[] {
  const width = rows[0]?.length ?? 0;
  const columns = Array.from({ length: width }, (_, column) =>
    Float64Array.from(rows, (row) => row[column] ?? 0),
  );
  const sizes = columns.map((column) => dot(column, column));
  const rest = Float64Array.from(values);
  const upper = columns.map(() => new Float64Array(width));
  const projections = new Float64Array(width);
  for (const [index, column] of columns.entries()) {
    const row = assertDefined(upper[index], 'a row for each column');
    const size = dot(column, column);
    if (size <= RELATIVE_TOLERANCE * (sizes[index] ?? 0)) continue;
    row[index] = 1;
    for (let other = index + 1; other < width; other++) {
      const target = assertDefined(columns[other], 'a column');
      const share = dot(column, target) / size;
      row[other] = share;
      subtract(target, column, share);
    }
    const projection = dot(column, rest) / size;
    projections[index] = projection;
    subtract(rest, column, projection);
  }
  return backSubstitute(upper, projections);
}

/** Solves the unit triangle from the last coefficient to the first; a column without pivot keeps 0. */
function backSubstitute(upper: readonly Float64Array[], projections: Float64Array): readonly number[] {
  const width = projections.length;
  const coefficients = new Array<number>(width).fill(0);
  for (let index = width - 1; index >= 0; index--) {
    if (upper[index]?.[index] !== 1) continue;
    let value = projections[index] ?? 0;
    for (let other = index + 1; other < width; other++)
      value -= (upper[index]?.[other] ?? 0) * (coefficients[other] ?? 0);
    coefficients[index] = value;
  }
  return coefficients;
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += (a[index] ?? 0) * (b[index] ?? 0);
  return sum;
}

function subtract(target: Float64Array, direction: Float64Array, share: number): void {
  for (let index = 0; index < target.length; index++)
    target[index] = (target[index] ?? 0) - share * (direction[index] ?? 0);
}
