/** Logarithmic distance that any amount may move, however little it has moved so far: a factor of e. */
const MOVE_MIN = 1;

/**
 * The logarithms of amounts that a forecast keeps to: as far beyond the lowest and the highest seen as these lie
 * apart, and the further the longer it looks ahead. A trend in logarithms multiplies; without an end to that, one
 * leap in a short series would put limits and mean beyond anything that has a price.
 *
 * @param reach time ahead as a share of the span of the series
 */
export function plausibleRange(
  values: readonly number[],
  reach: number,
): { readonly lowest: number; readonly highest: number } {
  const lowest = Math.min(...values);
  const highest = Math.max(...values);
  const margin = Math.max(MOVE_MIN, highest - lowest) * (1 + reach);
  return { lowest: lowest - margin, highest: highest + margin };
}
