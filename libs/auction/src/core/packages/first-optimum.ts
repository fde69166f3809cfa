import { assert } from '#libs/kernel';
import { liftedCliques } from './cliques.js';
import { ConflictGraph } from './conflict-graph.js';
import { findOptimum, type SearchResult } from './find-optimum.js';
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
  const possible = [...possibleColumns(problem, proof, optimum.value)].sort((a, b) => a - b);
  const places = optimum.columns.map((column) => possible.indexOf(column));
  assert(!places.includes(-1), 'the proof excludes no optimum');
  const among = restricted(problem, possible);
  const other = optimumWithOthers(among, places, nodeLimit);
  if (other.status === 'node-limit') return undefined;
  if (other.best.columns.length === 0) return optimum;
  const first = firstAmong(among, places, other, nodeLimit);
  return (
    first &&
    choiceOf(
      problem,
      first.map((at) => possible[at] ?? 0),
    )
  );
}

type Proved = Extract<SearchResult, { status: 'proved' }>;

/**
 * Looks for choices of greatest value other than the known one; mostly there are none, and one search for all is
 * quicker than one for each column. Every column that is not in the known one gets a bonus, too small to outweigh
 * value: either the best choice contains some of them now, or no choice of that value does and nothing is found.
 */
function optimumWithOthers(
  problem: PackingProblem,
  known: readonly number[],
  nodeLimit: number,
): SearchResult {
  const weight = BigInt(problem.values.length + 1);
  const isKnown = new Set(known);
  const values = problem.values.map((value, column) => value * weight + (isKnown.has(column) ? 0n : 1n));
  const incumbent = { columns: [], value: choiceOf({ values }, known).value };
  return findOptimum({ ...problem, values }, { incumbent, nodeLimit });
}

/** Columns that are decided together; more of them would make values too large for floats to tell apart. */
const BLOCK = 10;

/**
 * Decides a block of columns after the other. Each of a block gets a bonus, twice that of the next one and all of them
 * too small to outweigh value: the best choice then has the first of them if any optimum has it, and so on.
 */
function firstAmong(
  problem: PackingProblem,
  known: readonly number[],
  { cliques, root }: Proved,
  nodeLimit: number,
): readonly number[] | undefined {
  const { graph } = problem;
  const chosen: number[] = [];
  let current = known;
  let open = problem.open;
  while (open.length > 0) {
    const block = open.slice(0, BLOCK);
    const bonuses = new Map(block.map((column, at) => [column, 1n << BigInt(BLOCK - 1 - at)]));
    const values = problem.values.map(
      (value, column) => (value << BigInt(BLOCK)) + (bonuses.get(column) ?? 0n),
    );
    const incumbent = choiceOf({ values }, current);
    const result = findOptimum({ ...problem, values, cliques, open }, { incumbent, start: root, nodeLimit });
    if (result.status === 'node-limit') return undefined;
    const taken = new Set(result.best.columns.filter((column) => bonuses.has(column)));
    chosen.push(...taken);
    current = result.best.columns.filter((column) => !taken.has(column));
    open = open.filter((column) => !bonuses.has(column) && graph.excludesNone(column, [...taken]));
  }
  return chosen;
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
    const surplus = values.map((worth) => -worth * PRICE_SCALE);
    let total = 0n;
    for (const [at, price] of node.prices) {
      total += price;
      for (const column of proof.cliques[at] ?? []) surplus[column] = (surplus[column] ?? 0n) + price;
    }
    const reachOf = (column: number): bigint => total - (surplus[column] ?? 0n);
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
