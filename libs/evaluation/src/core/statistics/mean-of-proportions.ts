import type { Interval } from './interval.js';

/**
 * Interval of the mean of two independent proportions: the distances to their limits are squared and added
 * (Newcombe 1998, Statistics in Medicine 17, 873-890, method 10; Zou and Donner 2008, Statistics in Medicine 27,
 * 1693-1702, for sums in general).
 */
export function meanOfProportions(
  first: Interval & { readonly value: number },
  second: Interval & { readonly value: number },
): Interval & { readonly value: number } {
  const value = (first.value + second.value) / 2;
  const below = Math.hypot(first.value - first.lower, second.value - second.lower) / 2;
  const above = Math.hypot(first.upper - first.value, second.upper - second.value) / 2;
  return { value, lower: Math.max(0, value - below), upper: Math.min(1, value + above) };
}
