import { DisjointSets } from './disjoint-sets.js';
import type { LinkReason, SourceLink } from './source-link.js';

/** Sources that count as one player, by position, ascending; and why. A source without links is alone. */
export type SourceCluster = {
  readonly members: readonly number[];
  readonly reasons: readonly LinkReason[];
};

/**
 * The connected components of the links, in the order of their first members. Whoever is a near duplicate of a near
 * duplicate belongs to the cluster too: a chain of small edits does not lead out of it.
 */
export function clusterSources(count: number, links: readonly SourceLink[]): readonly SourceCluster[] {
  const sets = new DisjointSets(count);
  for (const { a, b } of links) sets.join(a, b);
  const clusters = new Map<number, { readonly members: number[]; readonly reasons: Set<LinkReason> }>();
  for (let source = 0; source < count; source += 1) {
    const cluster = clusters.get(sets.rootOf(source));
    if (cluster === undefined) clusters.set(source, { members: [source], reasons: new Set() });
    else cluster.members.push(source);
  }
  for (const { a, reason } of links) clusters.get(sets.rootOf(a))?.reasons.add(reason);
  return [...clusters.values()].map(({ members, reasons }) => ({ members, reasons: [...reasons].sort() }));
}
