import { assert, assertDefined } from '#libs/kernel';

/**
 * Quantile by linear interpolation between order statistics (Hyndman and Fan 1996, type 7; what R and numpy give
 * unless told otherwise).
 *
 * @param sorted ascending, at least one value
 * @param probability in [0, 1]
 */
export function linearQuantile(sorted: ArrayLike<number>, probability: number): number {
  assert(sorted.length > 0, 'the quantile of nothing');
  assert(probability >= 0 && probability <= 1, `probability out of range: ${String(probability)}`);
  const position = (sorted.length - 1) * probability;
  const below = Math.floor(position);
  const lower = assertDefined(sorted[below], 'within the values');
  const upper = sorted[below + 1] ?? lower;
  return lower + (position - below) * (upper - lower);
}
