import { type CoalitionGame, LIMB_BITS } from './coalition-game.js';
import { type Rational, rational } from './rational.js';

/**
 * What every semivalue is made of. `sums[i][s]` over `denominator` is the sum, over all coalitions of s others, of
 * what player i adds by joining; `worth` is what the coalition of all is worth above the empty one.
 */
export type MarginalSums = {
  readonly sums: readonly (readonly bigint[])[];
  readonly denominator: bigint;
  readonly worth: Rational;
};

/**
 * Adds up marginal contributions over all 2^n coalitions, in O(2^n) and without rounding: sums are linear in the
 * utilities, so each limb is added by itself in binary64 (at most 2^20 integers below 2^32) and put together last.
 */
export function marginalSums({ players, limbs, denominator }: CoalitionGame): MarginalSums {
  const sizes = coalitionSizes(players);
  const parts = limbs.map((limb) => limbSums(players, limb, sizes));
  const whole = (read: (part: LimbSums) => number): bigint =>
    parts.reduceRight((sum, part) => (sum << LIMB_BITS) + BigInt(read(part)), 0n);
  const at = (values: Float64Array, index: number): number => values[index] ?? 0;
  const sums = range(players).map((player) =>
    range(players).map((size) => {
      const joined = whole(({ having }) => at(having, player * (players + 1) + size + 1));
      const before = whole(({ all, having }) => at(all, size) - at(having, player * (players + 1) + size));
      return joined - before;
    }),
  );
  const worth = whole(({ all }) => at(all, players) - at(all, 0));
  return { sums, denominator, worth: rational(worth, denominator) };
}

/** Sums of one limb over the coalitions of each size: over all of them, and over those that a player is in. */
type LimbSums = { readonly all: Float64Array; readonly having: Float64Array };

/**
 * Meets in the middle: players are the lower and the upper half of a coalition's bits. Each utility is added to two
 * sums only, by its upper half and the size of the lower one, and the other way round; what coalitions a player is in
 * can be told from the sums of its half.
 */
function limbSums(players: number, limb: Float64Array, sizes: Uint8Array): LimbSums {
  const low = players >> 1;
  const high = players - low;
  const byUpper = new Float64Array(2 ** high * (low + 1));
  const byLower = new Float64Array(2 ** low * (high + 1));
  for (let coalition = 0; coalition < limb.length; coalition += 1) {
    const utility = limb[coalition] ?? 0;
    const upper = coalition >>> low;
    const lower = coalition & ((1 << low) - 1);
    const inUpper = upper * (low + 1) + (sizes[lower] ?? 0);
    const inLower = lower * (high + 1) + (sizes[upper] ?? 0);
    byUpper[inUpper] = (byUpper[inUpper] ?? 0) + utility;
    byLower[inLower] = (byLower[inLower] ?? 0) + utility;
  }
  const all = new Float64Array(players + 1);
  const having = new Float64Array(players * (players + 1));
  const spread = (half: Float64Array, otherSizes: number, firstPlayer: number, isAll: boolean): void => {
    for (let cell = 0; cell < half.length; cell += 1) {
      const members = Math.floor(cell / otherSizes);
      const size = (sizes[members] ?? 0) + (cell % otherSizes);
      const sum = half[cell] ?? 0;
      if (isAll) all[size] = (all[size] ?? 0) + sum;
      for (let rest = members; rest !== 0; rest &= rest - 1) {
        const player = firstPlayer + 31 - Math.clz32(rest & -rest);
        const at = player * (players + 1) + size;
        having[at] = (having[at] ?? 0) + sum;
      }
    }
  };
  spread(byUpper, low + 1, low, true);
  spread(byLower, high + 1, 0, false);
  return { all, having };
}

/** How many players each coalition has. */
export function coalitionSizes(players: number): Uint8Array {
  const sizes = new Uint8Array(2 ** players);
  for (let coalition = 1; coalition < sizes.length; coalition += 1)
    sizes[coalition] = (sizes[coalition >> 1] ?? 0) + (coalition & 1);
  return sizes;
}

const range = (length: number): readonly number[] => Array.from({ length }, (_, index) => index);
