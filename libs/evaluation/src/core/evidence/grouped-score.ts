import { assert } from '#libs/kernel';
import { type Contrast, contrastOfSpread } from './contrast.js';
import type { LinearisedScore } from './linearised-score.js';

/** Enough for the variance between groups to be known to about sqrt(2/4096), that is 2 %. */
export const SCORE_GROUPS = 4_096;

/**
 * A linearised score whose clusters are put together in as many random groups as every score of the domain has, so
 * that any two of them can be compared without their answers. Sums over random groups have the same expected variance
 * as sums over clusters (Wolter 2007, "Introduction to variance estimation", chapter 2). Which group a cluster falls
 * in depends on its name alone.
 */
export interface GroupedScore {
  /** Higher is better. */
  readonly value: number;
  readonly n: number;
  /** Clusters with rows of the rarest class. */
  readonly support: number;
  /** Groups that hold a cluster. */
  readonly groups: number;
  readonly influence: Float64Array;
}

export function groupedScore({ value, n, support, influence }: LinearisedScore): GroupedScore {
  const sums = new Float64Array(SCORE_GROUPS);
  const held = new Set<number>();
  for (const [cluster, moved] of influence) {
    const group = groupOf(cluster);
    held.add(group);
    sums[group] = (sums[group] ?? 0) + moved;
  }
  return { value, n, support, groups: held.size, influence: sums };
}

/** One score minus another, of the same rows. */
export function scoreDifference(a: GroupedScore, b: GroupedScore): Contrast {
  assert(a.influence.length === b.influence.length, 'scores of the same groups');
  let squares = 0;
  for (let group = 0; group < a.influence.length; group += 1)
    squares += ((a.influence[group] ?? 0) - (b.influence[group] ?? 0)) ** 2;
  return contrastOfSpread({
    value: a.value - b.value,
    squares,
    units: Math.max(a.groups, b.groups),
    support: Math.min(a.support, b.support),
    terms: 2,
  });
}

/** FNV-1a (Fowler, Noll and Vo; RFC 9923) over UTF-16 code units. */
function groupOf(name: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < name.length; at += 1) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
  return (hash >>> 0) % SCORE_GROUPS;
}
