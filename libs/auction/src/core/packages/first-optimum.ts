import { liftedCliques } from './cliques.js';
import { ConflictGraph } from './conflict-graph.js';
import { findOptimum } from './find-optimum.js';
import { PRICE_SCALE } from './integer-prices.js';
import { type Choice, choiceOf, type PackingProblem, type Proof, type ProofNode } from './packing-problem.js';

/**
 * Of all choices of greatest value the first one in the order of columns: the one that has column 0 if any has it;
 * of those, the one that has column 1, and so on. It depends on values and conflicts alone, never on how the search
 * went. Undefined when the node limit is reached.
 */
export function firstOptimum(
  problem: PackingProblem,
  optimum: Choice,
  proof: Proof,
  nodeLimit: number,
): Choice | undefined {
  const { graph } = problem;
  const possible = [...possibleColumns(problem, proof, optimum.value)].sort((a, b) => a - b);
  const chosen: number[] = [];
  const refused = new Set<number>();
  let current = optimum;
  for (const column of possible) {
    if (!graph.excludesNone(column, chosen)) continue;
    if (!current.columns.includes(column)) {
      const open = possible.filter(
        (other) => !refused.has(other) && graph.excludesNone(other, [...chosen, column]),
      );
      const found = anyWorth({ ...problem, open }, [...chosen, column], optimum.value, nodeLimit);
      if (found === undefined) return undefined;
      if (found.value < optimum.value) {
        refused.add(column);
        continue;
      }
      current = found;
    }
    chosen.push(column);
  }
  return choiceOf(problem, chosen);
}

/** A choice worth `value` of the columns that are taken and open ones, or something worth less; undefined at the limit. */
function anyWorth(
  problem: PackingProblem,
  taken: readonly number[],
  value: bigint,
  nodeLimit: number,
): Choice | undefined {
  const base = choiceOf(problem, taken);
  const open = problem.open.filter((column) => !taken.includes(column));
  const incumbent = { columns: [], value: value - base.value - 1n };
  const result = findOptimum(restricted(problem, open), { incumbent, nodeLimit });
  if (result.status === 'node-limit') return undefined;
  return choiceOf(problem, [...taken, ...result.best.columns.map((at) => open[at] ?? 0)]);
}

/** The same problem with nothing but these columns, renumbered. */
function restricted({ values, cliques }: PackingProblem, columns: readonly number[]): PackingProblem {
  const placeOf = new Map(columns.map((column, at) => [column, at]));
  const groups = cliques
    .map((clique) => clique.flatMap((column) => placeOf.get(column) ?? []))
    .filter((group) => group.length > 0);
  const graph = new ConflictGraph(columns.length, groups);
  return {
    graph,
    values: columns.map((column) => values[column] ?? 0n),
    open: [...columns.keys()],
    cliques: liftedCliques(graph, groups),
  };
}

/**
 * The columns that may be part of a choice of the greatest value, from the proof that nothing is worth more: a choice
 * pays at most the total of the prices, so one of that value cannot contain a column of more surplus than is left.
 */
function possibleColumns(
  { values, open, graph }: PackingProblem,
  proof: Proof,
  value: bigint,
): ReadonlySet<number> {
  const possible = new Set<number>();
  const least = value * PRICE_SCALE;
  const visit = (node: ProofNode, columns: readonly number[]): void => {
    if (node.kind === 'branch') {
      visit(
        node.taken,
        columns.filter((column) => !graph.excludes(node.column, column)),
      );
      visit(
        node.left,
        columns.filter((column) => column !== node.column),
      );
      return;
    }
    const paid = new Map<number, bigint>();
    let total = 0n;
    for (const [at, price] of node.prices) {
      total += price;
      for (const column of proof.cliques[at] ?? []) paid.set(column, (paid.get(column) ?? 0n) + price);
    }
    const reachOf = (column: number): bigint =>
      total - (paid.get(column) ?? 0n) + (values[column] ?? 0n) * PRICE_SCALE;
    const reaching = columns.filter((column) => reachOf(column) >= least);
    const isClosed = (column: number): boolean => reachOf(column) < proof.bound * PRICE_SCALE;
    if (node.kind === 'leaf' || reaching.some(isClosed)) for (const column of reaching) possible.add(column);
    if (node.kind === 'closing')
      visit(
        node.then,
        columns.filter((column) => !isClosed(column)),
      );
  };
  visit(proof.tree, open);
  return possible;
}
