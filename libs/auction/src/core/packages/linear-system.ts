import { assertDefined } from '#libs/kernel';
import { divide, multiply, type Rational, sign, subtract, ZERO } from './rational.js';

/** Solves a square system exactly by elimination. The matrix must be positive definite, so no pivot is zero. */
export function solveExactly(
  matrix: readonly (readonly Rational[])[],
  right: readonly Rational[],
): readonly Rational[] {
  const size = right.length;
  const rows = matrix.map((row, at) => [...row, right[at] ?? ZERO]);
  for (let pivot = 0; pivot < size; pivot += 1) {
    const pivotRow = assertDefined(rows[pivot], 'the matrix is square');
    for (const row of rows.slice(pivot + 1)) {
      const factor = divide(row[pivot] ?? ZERO, pivotRow[pivot] ?? ZERO);
      if (sign(factor) === 0) continue;
      for (let at = pivot; at <= size; at += 1)
        row[at] = subtract(row[at] ?? ZERO, multiply(factor, pivotRow[at] ?? ZERO));
    }
  }
  const solution: Rational[] = Array.from({ length: size }, () => ZERO);
  for (let at = size - 1; at >= 0; at -= 1) {
    const row = rows[at] ?? [];
    let rest = row[size] ?? ZERO;
    for (let later = at + 1; later < size; later += 1)
      rest = subtract(rest, multiply(row[later] ?? ZERO, solution[later] ?? ZERO));
    solution[at] = divide(rest, row[at] ?? ZERO);
  }
  return solution;
}
