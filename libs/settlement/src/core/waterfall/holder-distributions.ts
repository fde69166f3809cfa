import { assert } from '#libs/kernel';
import { claimHolding, distribute, openPool, passRecordDate } from './holder-pool.js';

/** Units of one share in one hand at a record date, and what had been distributed before. */
export type HeldUnits = {
  readonly share: string;
  readonly units: bigint;
  readonly supply: bigint;
  readonly distributedBeforeMinor: bigint;
  /** In parts of 1/supply of a minor unit. */
  readonly owedBefore: bigint;
};

export type HolderDistribution = {
  readonly share: string;
  /** What all holders of the share were given in all, this time included. */
  readonly distributedMinor: bigint;
  readonly amountMinor: bigint;
  readonly owed: bigint;
};

/**
 * What all holders of a share have been given when it stands at a total. What was given is not asked back of those
 * who happen to hold the units when refunds lower the total: the next distributions begin where the highest one ended.
 */
export const distributedUpTo = (beforeMinor: bigint, shareTotalMinor: bigint): bigint =>
  shareTotalMinor > beforeMinor ? shareTotalMinor : beforeMinor;

/** What a record date brings one holder: one addition to the share's index, one multiplication a holder. */
export function holderDistribution(
  { share, units, supply, distributedBeforeMinor, owedBefore }: HeldUnits,
  shareTotalMinor: bigint,
): HolderDistribution {
  const distributedMinor = distributedUpTo(distributedBeforeMinor, shareTotalMinor);
  const pool = distribute(passRecordDate(openPool(supply)), distributedMinor - distributedBeforeMinor);
  assert(pool.ok, 'a record date has passed, and a total only grows');
  const { holding, amountMinor } = claimHolding(pool.value, {
    positions: [{ from: 0, units }],
    settledDates: 0,
    owed: owedBefore,
  });
  return { share, distributedMinor, amountMinor, owed: holding.owed };
}
