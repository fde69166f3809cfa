import { tieKey } from '../second-price.js';

/** A quantity that somebody asks for, and the name by which equals are told apart. */
export type QuantityClaim = { readonly name: string; readonly quantity: bigint };

/**
 * Shares out fewer units than are asked for: each claim gets the whole units of its proportional part, and what is
 * left goes one unit each to the largest remainders (Hamilton's method). Equal remainders are ordered by
 * {@link tieKey}, so that they depend on a seed that nobody controls, and on nothing else. Shares come in the order
 * of the claims; they sum to `available`, and none exceeds its claim.
 */
export function shareProRata(
  available: bigint,
  claims: readonly QuantityClaim[],
  tieSeed: string,
): readonly bigint[] {
  const asked = claims.reduce((sum, { quantity }) => sum + quantity, 0n);
  if (asked <= available) return claims.map(({ quantity }) => quantity);
  const shares = claims.map(({ quantity }) => (available * quantity) / asked);
  const remainders = claims.map(({ quantity }) => (available * quantity) % asked);
  const left = Number(shares.reduce((rest, share) => rest - share, available));
  for (const at of largestRemainders(left, remainders, claims, tieSeed)) shares[at] = (shares[at] ?? 0n) + 1n;
  return shares;
}

/** The places of the `count` largest remainders. Only those that tie for the last place are hashed. */
function largestRemainders(
  count: number,
  remainders: readonly bigint[],
  claims: readonly QuantityClaim[],
  tieSeed: string,
): readonly number[] {
  const cut = [...remainders].sort(descending)[count - 1];
  if (cut === undefined) return [];
  const places = remainders.map((remainder, at) => ({ remainder, at }));
  const above = places.filter(({ remainder }) => remainder > cut);
  const level = places
    .filter(({ remainder }) => remainder === cut)
    .map(({ at }) => ({ at, key: tieKey(tieSeed, claims[at]?.name ?? '') }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  return [...above, ...level].slice(0, count).map(({ at }) => at);
}

const descending = (a: bigint, b: bigint): number => (a > b ? -1 : a < b ? 1 : 0);
