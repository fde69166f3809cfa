/**
 * The number at an index that the caller knows to be inside; not a number outside, never zero by mistake. For
 * this one type only: engines compile the inner loops well as long as it meets no other.
 */
export const at = (row: Float64Array, index: number): number => row[index] ?? Number.NaN;

/** Euclidean length of the elements from `first` on, scaled only where squares would over- or underflow. */
export function lengthOf(row: Float64Array, first = 0): number {
  let sum = 0;
  for (let i = first; i < row.length; i++) sum += at(row, i) * at(row, i);
  if (sum > 1e-280 && sum < 1e280) return Math.sqrt(sum);
  let largest = 0;
  for (let i = first; i < row.length; i++) largest = Math.max(largest, Math.abs(at(row, i)));
  if (largest === 0 || !Number.isFinite(largest)) return largest;
  let scaled = 0;
  for (let i = first; i < row.length; i++) scaled += (at(row, i) / largest) ** 2;
  return largest * Math.sqrt(scaled);
}

/** The row over a number, in a new array. Divided, since the reciprocal of a tiny number would overflow. */
export function dividedBy(row: Float64Array, divisor: number): Float64Array {
  const copy = new Float64Array(row.length);
  for (let i = 0; i < row.length; i++) copy[i] = at(row, i) / divisor;
  return copy;
}

export function allFinite(row: Float64Array): boolean {
  for (const value of row) if (!Number.isFinite(value)) return false;
  return true;
}
