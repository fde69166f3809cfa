import { apportion } from '#core/ledger';
import { assert, err, ok, type Result } from '#libs/kernel';
import { PPB } from '../../declared-weights.js';
import { overCommonDenominator, type Rational } from '../exact/rational.js';

/** What a method found a player to be worth, on any scale common to all of them. */
export type PlayerValue = { readonly player: string; readonly value: Rational };

export type FrozenValue = PlayerValue & {
  readonly weightPpb: number;
  /** The value was negative and counts as zero: nobody is paid for doing harm, and nobody is billed for it. */
  readonly clamped: boolean;
};

export type FreezeFault =
  | { readonly code: 'player-duplicate'; readonly index: number }
  /** Nobody is worth more than nothing. */
  | { readonly code: 'values-not-positive' };

/**
 * Freezes values to whole parts per billion that sum to exactly one billion: negative ones are clamped to zero, the
 * others share in proportion, by largest remainder over the players' names.
 */
export function freezeValues(values: readonly PlayerValue[]): Result<readonly FrozenValue[], FreezeFault> {
  const seen = new Set<string>();
  for (const [index, { player }] of values.entries()) {
    if (seen.has(player)) return err({ code: 'player-duplicate', index });
    seen.add(player);
  }
  if (!values.some(({ value }) => value.numerator > 0n)) return err({ code: 'values-not-positive' });
  const { numerators } = overCommonDenominator(values.map(({ value }) => value));
  const split = apportion(
    BigInt(PPB),
    values.map(({ player }, index) => ({ key: player, weight: positivePart(numerators[index] ?? 0n) })),
  );
  assert(split.ok, 'distinct players with a positive value among them can be apportioned');
  return ok(
    values.map((entry, index) => ({
      ...entry,
      weightPpb: Number(split.value.shares[index]?.share ?? 0n),
      clamped: entry.value.numerator < 0n,
    })),
  );
}

const positivePart = (n: bigint): bigint => (n > 0n ? n : 0n);
