import { assert } from '#libs/kernel';

/**
 * Quantile by linear interpolation between order statistics (Hyndman and Fan, 1996, type 7).
 *
 * @param sorted ascending, at least one value
 * @param probability in [0, 1]
 */
export function sortedQuantile(sorted: ArrayLike<number>, probability: number): number {
  assert(sorted.length > 0, 'the quantile of nothing');
  const position = (sorted.length - 1) * probability;
  const below = Math.floor(position);
  const lower = sorted[below] ?? 0;
  return lower + (position - below) * ((sorted[below + 1] ?? lower) - lower);
}
