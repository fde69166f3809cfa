import type { Clique } from './cliques.js';
import type { CliquePrice } from './integer-prices.js';
import type { Proof, ProofNode } from './packing-problem.js';

/** The same proof without the cliques that it has no price for. */
export function compactProof({ bound, cliques, tree }: Proof): Proof {
  const placeOf = new Map<number, number>();
  const used: Clique[] = [];
  const renumbered = (prices: readonly CliquePrice[]): readonly CliquePrice[] =>
    prices.map(([at, price]) => {
      const place = placeOf.get(at) ?? used.length;
      if (place === used.length) used.push(cliques[at] ?? []);
      placeOf.set(at, place);
      return [place, price];
    });
  const visit = (node: ProofNode): ProofNode => {
    if (node.kind === 'branch') return { ...node, taken: visit(node.taken), left: visit(node.left) };
    const prices = renumbered(node.prices);
    return node.kind === 'leaf'
      ? { kind: 'leaf', prices }
      : { kind: 'closing', prices, then: visit(node.then) };
  };
  return { bound, tree: visit(tree), cliques: used };
}
