import { assert } from '#libs/kernel';

/** The values in ascending order. They must be finite: there is no place for NaN in an order. */
export function sortedSample(values: readonly number[]): Float64Array {
  assert(values.every(Number.isFinite), 'a sample holds finite numbers');
  return Float64Array.from(values).sort();
}
