/** Ascending copy. */
export const sortedCopy = (values: Float64Array): Float64Array => values.slice().sort();

/**
 * Quantile of ascending values, interpolated linearly between order statistics (definition 7 of Hyndman and Fan,
 * 1996). `level` in [0, 1]; at least one value.
 */
export function quantileOf(sorted: Float64Array, level: number): number {
  const position = level * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below] ?? 0;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] ?? 0;
  // Equal neighbours may both be infinite, and then have no difference.
  return low === high ? low : low + (high - low) * (position - below);
}

export const meanOf = (values: Float64Array): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** A range of amounts in minor units, as floats. */
export interface AmountRange {
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
}

/** First decile, median and last decile. */
export const rangeOf = (sorted: Float64Array): AmountRange => ({
  p10: quantileOf(sorted, 0.1),
  p50: quantileOf(sorted, 0.5),
  p90: quantileOf(sorted, 0.9),
});

/** The same change to all three. */
export const mapRange = <T>(
  range: AmountRange,
  change: (amount: number, level: keyof AmountRange) => T,
): { readonly p10: T; readonly p50: T; readonly p90: T } => ({
  p10: change(range.p10, 'p10'),
  p50: change(range.p50, 'p50'),
  p90: change(range.p90, 'p90'),
});
