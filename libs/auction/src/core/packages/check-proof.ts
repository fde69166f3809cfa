import { PRICE_SCALE } from './integer-prices.js';
import type { Proof, ProofNode } from './packing-problem.js';

/** What a proof is about: columns of some value, of which some exclude each other. */
export type Claim = {
  readonly values: readonly bigint[];
  readonly excludes: (one: number, other: number) => boolean;
  readonly open: readonly number[];
};

/**
 * Whether a proof shows that every choice of open columns that do not exclude each other is worth less than
 * `proof.bound`. Needs nothing but integers, and nothing of how the proof was found.
 */
export function checkProof({ values, excludes, open }: Claim, { bound, cliques, tree }: Proof): boolean {
  const areCliques = cliques.every((clique) =>
    clique.every((one, at) => clique.slice(at + 1).every((other) => excludes(one, other))),
  );
  const due = values.map((value) => value * PRICE_SCALE);

  const holds = (node: ProofNode, columns: readonly number[]): boolean => {
    if (node.kind === 'branch') {
      const compatible = columns.filter((column) => !excludes(node.column, column));
      const others = columns.filter((column) => column !== node.column);
      return holds(node.taken, compatible) && holds(node.left, others);
    }
    const paid = values.map(() => 0n);
    let total = 0n;
    for (const [at, price] of node.prices) {
      if (price < 0n) return false;
      total += price;
      for (const column of cliques[at] ?? []) paid[column] = (paid[column] ?? 0n) + price;
    }
    // At most one column of a clique is chosen: whoever chooses pays at most the total, and at least the values.
    const surplusOf = (column: number): bigint => (paid[column] ?? 0n) - (due[column] ?? 0n);
    if (columns.some((column) => surplusOf(column) < 0n)) return false;
    if (node.kind === 'leaf') return total < bound * PRICE_SCALE;
    return holds(
      node.then,
      columns.filter((column) => total - surplusOf(column) >= bound * PRICE_SCALE),
    );
  };
  return areCliques && holds(tree, open);
}
