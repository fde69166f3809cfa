import { type ScaledDecimals, scaleDecimals } from './decimal.js';

/** 2^20 coalitions are a million utilities: what fits into one document and one tenth of a second. */
export const EXACT_PLAYERS_MAX = 20;

/**
 * A cooperative game written out in full: what every coalition is worth, exactly. Bit i of an index says that
 * player i is in. The worth of coalition S is the sum over l of `limbs[l][S] · 2^(32 l)`, over `denominator`.
 */
export type CoalitionGame = {
  readonly players: number;
  /** Integers of at most 32 bits and a sign: as many as there are coalitions may be added in binary64 exactly. */
  readonly limbs: readonly Float64Array[];
  readonly denominator: bigint;
};

export const LIMB_BITS = 32n;
const LIMB = 2 ** 32;

/** The game of a table of utilities, one per coalition in the order of their bits; 2^players finite numbers. */
export function coalitionGame(players: number, utilities: readonly number[]): CoalitionGame {
  const scaled = scaleDecimals(utilities);
  return { players, limbs: limbsOf(scaled.integers), denominator: scaled.denominator };
}

/** Splits integers into digits of base 2^32 that carry the sign of their integer, lowest first. */
function limbsOf(integers: ScaledDecimals['integers']): readonly Float64Array[] {
  if (integers instanceof Float64Array) {
    if (integers.every((n) => Math.abs(n) < LIMB)) return [integers];
    return [integers.map((n) => n % LIMB), integers.map((n) => Math.trunc(n / LIMB))];
  }
  const limbs: Float64Array[] = [];
  for (
    let rest = integers;
    limbs.length === 0 || rest.some((n) => n !== 0n);
    rest = rest.map((n) => n / BigInt(LIMB))
  )
    limbs.push(Float64Array.from(rest, (n) => Number(n % BigInt(LIMB))));
  return limbs;
}
