import type { Clique } from './cliques.js';
import type { ConflictGraph } from './conflict-graph.js';
import type { CliquePrice } from './integer-prices.js';

/** Choose columns that do not exclude each other, worth as much as possible together. */
export type PackingProblem = {
  readonly graph: ConflictGraph;
  /** Of each column; not negative where it is open. */
  readonly values: readonly bigint[];
  /** The columns that may be chosen. */
  readonly open: readonly number[];
  /** Each open column is in one at least. */
  readonly cliques: readonly Clique[];
};

/** Columns, ascending, and what they are worth together. */
export type Choice = { readonly columns: readonly number[]; readonly value: bigint };

/**
 * Why no choice is worth as much as a bound. The prices of a leaf sum to less. A branch either takes a column, which
 * closes the columns that it excludes, or leaves it, which closes the column itself. A closing shows by its prices
 * that nothing as good contains a column whose surplus is large, and closes those.
 */
export type ProofNode =
  | { readonly kind: 'leaf'; readonly prices: readonly CliquePrice[] }
  | { readonly kind: 'closing'; readonly prices: readonly CliquePrice[]; readonly then: ProofNode }
  | { readonly kind: 'branch'; readonly column: number; readonly taken: ProofNode; readonly left: ProofNode };

/** Shows that every choice is worth less than `bound`. */
export type Proof = { readonly bound: bigint; readonly cliques: readonly Clique[]; readonly tree: ProofNode };

export const choiceOf = ({ values }: Pick<PackingProblem, 'values'>, columns: readonly number[]): Choice => ({
  columns: [...columns].sort((a, b) => a - b),
  value: columns.reduce((sum, column) => sum + (values[column] ?? 0n), 0n),
});
