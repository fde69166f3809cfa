import { ok } from '#libs/kernel';
import { refuse, type Statistic } from './refusal.js';
import { sortedSample } from './sorted-sample.js';

/**
 * Wasserstein-1 distance of two samples on the line: the area between their distribution functions, in the unit of
 * the values (Vallender 1974, Theory of Probability and its Applications 18, 784-786). How far mass has to move.
 */
export function wassersteinDistance(first: readonly number[], second: readonly number[]): Statistic {
  if (first.length === 0 || second.length === 0) return refuse('no-rows', 'a sample is empty');
  const [a, b] = [sortedSample(first), sortedSample(second)];
  let [i, j, area] = [0, 0, 0];
  let at = Math.min(a[0] ?? 0, b[0] ?? 0);
  while (i < a.length || j < b.length) {
    const next = Math.min(a[i] ?? Infinity, b[j] ?? Infinity);
    area += Math.abs(i / a.length - j / b.length) * (next - at);
    at = next;
    while (a[i] === next) i += 1;
    while (b[j] === next) j += 1;
  }
  return ok(area);
}
