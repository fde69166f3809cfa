import { assertDefined } from '#libs/kernel';
import { at, dividedBy, lengthOf } from './row.js';

/**
 * Q R of a matrix whose columns were scaled to length one and reordered, longest remainder first (Businger and
 * Golub, 1965). Scaling makes rank a property of directions, not of the units of the parameters.
 */
export interface PivotedQr {
  readonly rowCount: number;
  /** Original columns in the order of the factor. */
  readonly order: readonly number[];
  /** Length of each original column; 1 where it is zero. */
  readonly scales: readonly number[];
  /** In the order of the factor: R down to the diagonal, a Householder vector below it. */
  readonly columns: readonly Float64Array[];
  /** The diagonal of R. */
  readonly diagonal: Float64Array;
}

/** Below this multiple of the largest diagonal element, a column adds no direction of its own. */
const RANK_TOLERANCE = 1e-13;

const columnAt = <T>(list: readonly T[], index: number): T => assertDefined(list[index], 'inside the factor');

/** Factors a matrix given by columns of equal length, at least as many rows as columns. */
export function pivotedQr(matrix: readonly Float64Array[]): PivotedQr {
  const rowCount = matrix[0]?.length ?? 0;
  const scales = matrix.map((column) => lengthOf(column) || 1);
  const columns = matrix.map((column, index) => dividedBy(column, columnAt(scales, index)));
  const order = matrix.map((_, index) => index);
  const diagonal = new Float64Array(matrix.length);
  for (let step = 0; step < columns.length; step++) {
    bringLongest(columns, order, step);
    const pivot = columnAt(columns, step);
    diagonal[step] = reflect(pivot, step);
    for (let j = step + 1; j < columns.length; j++) applyReflection(pivot, step, columnAt(columns, j));
  }
  return { rowCount, order, scales, columns, diagonal };
}

/** Moves the column with the longest remainder below `step` to that place. */
function bringLongest(columns: Float64Array[], order: number[], step: number): void {
  let longest = step;
  let length = -1;
  for (let j = step; j < columns.length; j++) {
    const remainder = lengthOf(columnAt(columns, j), step);
    if (remainder > length) [longest, length] = [j, remainder];
  }
  [columns[step], columns[longest]] = [columnAt(columns, longest), columnAt(columns, step)];
  [order[step], order[longest]] = [columnAt(order, longest), columnAt(order, step)];
}

/** Turns rows from `step` on into a Householder vector of length √2; returns the diagonal element of R. */
function reflect(column: Float64Array, step: number): number {
  const length = lengthOf(column, step);
  if (length === 0) return 0;
  const head = at(column, step);
  const alpha = head > 0 ? -length : length;
  const norm = Math.sqrt(length * (length + Math.abs(head)));
  column[step] = head - alpha;
  for (let i = step; i < column.length; i++) column[i] = at(column, i) / norm;
  return alpha;
}

function applyReflection(vector: Float64Array, step: number, target: Float64Array): void {
  let product = 0;
  for (let i = step; i < vector.length; i++) product += at(vector, i) * at(target, i);
  if (product !== 0)
    for (let i = step; i < vector.length; i++) target[i] = at(target, i) - product * at(vector, i);
}

/** Number of directions the columns span. */
export function rankOf({ diagonal }: PivotedQr): number {
  const least = Math.abs(at(diagonal, 0)) * RANK_TOLERANCE;
  let rank = 0;
  while (rank < diagonal.length && Math.abs(at(diagonal, rank)) > least) rank++;
  return rank;
}

/** Condition of the scaled columns, by the diagonal: the ratio of its largest to its smallest element. */
export const conditionOf = ({ diagonal }: PivotedQr): number =>
  Math.abs(at(diagonal, 0) / at(diagonal, diagonal.length - 1));

/** Qᵀ row, in a new array. */
export function transposedTimes(factor: PivotedQr, row: Float64Array): Float64Array {
  const rotated = row.slice();
  for (const [step, column] of factor.columns.entries())
    if (factor.diagonal[step] !== 0) applyReflection(column, step, rotated);
  return rotated;
}

/**
 * Solves R z = rotated for the first `rank` columns and returns z for the original columns: the least-squares
 * solution for `rotated` = Qᵀ right-hand side. Columns beyond the rank get 0.
 */
export function backSubstitute(factor: PivotedQr, rotated: Float64Array, rank: number): Float64Array {
  const { columns, diagonal, order, scales } = factor;
  const solution = new Float64Array(columns.length);
  const rest = rotated.slice(0, rank);
  for (let j = rank - 1; j >= 0; j--) {
    const value = at(rest, j) / at(diagonal, j);
    const column = columnAt(columns, j);
    for (let i = 0; i < j; i++) rest[i] = at(rest, i) - value * at(column, i);
    const original = columnAt(order, j);
    solution[original] = value / columnAt(scales, original);
  }
  return solution;
}

/** Columns of R⁻¹ for the original columns and scales: row sums of squares of them give (AᵀA)⁻¹. Full rank only. */
export function inverseRoot(factor: PivotedQr): readonly Float64Array[] {
  const p = factor.columns.length;
  return factor.columns.map((_, index) => {
    const unit = new Float64Array(p);
    unit[index] = 1;
    return backSubstitute(factor, unit, p);
  });
}

/** The square upper factor as columns in original units but the factor's order: R times the scales. */
export function upperColumns({ columns, diagonal, order, scales }: PivotedQr): readonly Float64Array[] {
  return columns.map((column, j) => {
    const upper = new Float64Array(columns.length);
    const scale = columnAt(scales, columnAt(order, j));
    for (let i = 0; i < j; i++) upper[i] = at(column, i) * scale;
    upper[j] = at(diagonal, j) * scale;
    return upper;
  });
}
