import type { Clique } from './cliques.js';

/** Prices are whole multiples of 1/1024 of a unit of value: fine enough that rounding them costs less than a unit. */
export const PRICE_SCALE = 1024n;

/** A price for being in a clique. Cliques are named by their place in a list. */
export type CliquePrice = readonly [clique: number, price: bigint];

/**
 * Prices such that every open column pays, over the cliques that it is in, at least its value. At most one column of
 * a clique can be chosen, so their sum bounds the value of every choice of open columns: weak duality, in integers.
 */
export type IntegerPrices = {
  readonly prices: readonly CliquePrice[];
  /** In units of 1/1024. */
  readonly total: bigint;
  /** What each open column pays beyond its value, in units of 1/1024. */
  readonly surplus: ReadonlyMap<number, bigint>;
};

export type PricedClique = { readonly at: number; readonly clique: Clique; readonly hint: number };

/**
 * Turns prices that a float solver suggests (in units of value) into integers: rounds them up, and lets somebody pay
 * what is missing. Whatever the hints are, the result is sound; the better they are, the tighter it is.
 */
export function integerPrices(
  cliques: readonly PricedClique[],
  values: readonly bigint[],
  open: readonly number[],
): IntegerPrices {
  const prices = cliques.map(({ hint }) => BigInt(Math.ceil(hint * Number(PRICE_SCALE))));
  const cliquesOf = new Map<number, number[]>(open.map((column) => [column, []]));
  for (const [index, { clique }] of cliques.entries())
    for (const column of clique) cliquesOf.get(column)?.push(index);
  const surplus = new Map<number, bigint>();
  for (const [column, own] of cliquesOf) {
    const due = (values[column] ?? 0n) * PRICE_SCALE;
    const paid = own.reduce((sum, index) => sum + (prices[index] ?? 0n), 0n);
    surplus.set(column, paid - due);
  }
  for (const [column, own] of cliquesOf) {
    const missing = -(surplus.get(column) ?? 0n);
    if (missing <= 0n) continue;
    const payer = own.reduce(
      (best, index) => ((prices[index] ?? 0n) > (prices[best] ?? 0n) ? index : best),
      own[0] ?? 0,
    );
    prices[payer] = (prices[payer] ?? 0n) + missing;
    for (const member of cliques[payer]?.clique ?? [])
      if (surplus.has(member)) surplus.set(member, (surplus.get(member) ?? 0n) + missing);
  }
  return {
    prices: cliques.flatMap(({ at }, index): CliquePrice[] => {
      const price = prices[index] ?? 0n;
      return price > 0n ? [[at, price]] : [];
    }),
    total: prices.reduce((sum, price) => sum + price, 0n),
    surplus,
  };
}
