import type { ConflictGraph } from './conflict-graph.js';

/** Columns that exclude each other, all of them, ascending: at most one of them can be chosen. */
export type Clique = readonly number[];

/**
 * Makes each group as large as it gets by adding columns that all of its members exclude, and leaves out groups that
 * are part of another. The larger the rows, the tighter the relaxation.
 */
export function liftedCliques(graph: ConflictGraph, groups: Iterable<readonly number[]>): readonly Clique[] {
  const lifted = new Map<string, Clique>();
  for (const group of groups) {
    const clique = extendClique(graph, group);
    lifted.set(clique.join(), clique);
  }
  return [...lifted.values()];
}

/** Adds what all members exclude, the most entangled first. */
export function extendClique(graph: ConflictGraph, members: readonly number[]): Clique {
  const [first = 0] = members;
  const clique = [...members];
  const candidates = graph
    .neighbours(first)
    .filter((column) => !members.includes(column) && graph.excludesAll(column, members))
    .sort((a, b) => graph.neighbours(b).length - graph.neighbours(a).length || a - b);
  for (const column of candidates) if (graph.excludesAll(column, clique)) clique.push(column);
  return clique.sort((a, b) => a - b);
}

/** How much more than one a row must sum to before it is worth having. */
const VIOLATION_LEAST = 0.01;

/**
 * Cliques that a fractional solution violates: from each fractional column, the largest values that go together are
 * added one by one, and what is found is extended by columns that are at zero.
 */
export function violatedCliques(
  graph: ConflictGraph,
  value: (column: number) => number,
  open: readonly number[],
  most: number,
): readonly Clique[] {
  const support = open.filter((column) => value(column) > 1e-6).sort((a, b) => value(b) - value(a) || a - b);
  const found = new Map<string, { readonly clique: Clique; readonly sum: number }>();
  for (const seed of support) {
    const near = support.filter((column) => graph.excludes(seed, column));
    for (const second of near) {
      const members = [seed, second];
      let sum = value(seed) + value(second);
      for (const column of near)
        if (column !== second && graph.excludesAll(column, members)) {
          members.push(column);
          sum += value(column);
        }
      if (sum < 1 + VIOLATION_LEAST) continue;
      const key = members.sort((a, b) => a - b).join();
      if (!found.has(key)) found.set(key, { clique: members, sum });
    }
  }
  return [...found.values()]
    .sort((a, b) => b.sum - a.sum)
    .slice(0, most)
    .map(({ clique }) => extendClique(graph, clique));
}
