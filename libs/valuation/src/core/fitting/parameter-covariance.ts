import { assertDefined } from '#libs/kernel';
import { inverseRoot, type PivotedQr } from './pivoted-qr.js';
import { at } from './row.js';

export type SquareMatrix = readonly (readonly number[])[];

/** variance × (AᵀA)⁻¹ from the factor of A, which must have full rank; normal equations are never formed. */
export function covarianceOf(factor: PivotedQr, variance: number): SquareMatrix {
  const roots = inverseRoot(factor);
  const p = factor.columns.length;
  return Array.from({ length: p }, (_row, i) =>
    Array.from(
      { length: p },
      (_column, j) => variance * roots.reduce((sum, root) => sum + at(root, i) * at(root, j), 0),
    ),
  );
}

/** Below this share of the largest component, a parameter takes no part in a direction. */
const PART_MIN = 1e-6;

/**
 * Positions of the parameters that take part in directions the data say nothing about: along each, the model
 * does not change (a null vector of the derivatives).
 */
export function unplacedParameters({ columns, diagonal, order }: PivotedQr, rank: number): readonly number[] {
  const unplaced = new Set<number>();
  for (let free = rank; free < columns.length; free++) {
    const direction = new Float64Array(columns.length);
    direction[free] = 1;
    for (let i = rank - 1; i >= 0; i--) {
      let sum = 0;
      for (let j = i + 1; j <= free; j++)
        sum += at(assertDefined(columns[j], 'inside the factor'), i) * at(direction, j);
      direction[i] = -sum / at(diagonal, i);
    }
    const largest = direction.reduce((most, part) => Math.max(most, Math.abs(part)), 0);
    for (const [position, original] of order.entries())
      if (Math.abs(at(direction, position)) > PART_MIN * largest) unplaced.add(original);
  }
  return [...unplaced].sort((left, right) => left - right);
}
