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
  const parents = Array.from({ length: count }, (_, source) => source);
  for (const { a, b } of links) {
    const [first, second] = [rootOf(parents, a), rootOf(parents, b)].sort((x, y) => x - y);
    if (first !== undefined && second !== undefined) parents[second] = first;
  }
  const members = new Map<number, number[]>();
  for (const source of parents.keys()) {
    const root = rootOf(parents, source);
    members.set(root, [...(members.get(root) ?? []), source]);
  }
  return [...members].map(([root, sources]) => ({
    members: sources,
    reasons: [
      ...new Set(links.filter(({ a }) => rootOf(parents, a) === root).map(({ reason }) => reason)),
    ].sort(),
  }));
}

function rootOf(parents: number[], source: number): number {
  let root = source;
  while (parents[root] !== root) {
    // Path halving (Tarjan and van Leeuwen, 1984) keeps the trees flat.
    const above = parents[parents[root] ?? 0] ?? 0;
    parents[root] = above;
    root = above;
  }
  return root;
}
