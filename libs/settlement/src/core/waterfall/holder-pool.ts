import { assert, err, ok, type Result } from '#libs/kernel';

/**
 * A revenue share cut into a fixed number of units, and all that was ever distributed over them. A distribution is
 * one addition, however many holders there are.
 */
export type HolderPool = {
  /** Units in all hands together. Another supply is another pool. */
  readonly supply: bigint;
  /** How many record dates have passed. */
  readonly recordDates: number;
  /** Distributed up to and with each record date whose amount is known: an index that only grows. */
  readonly indexMinor: readonly bigint[];
};

/** What one holder has, and what is owed for it. */
export type Holding = {
  /** Units held at each record date from the `from`-th on; ascending. The last entry is what is held now. */
  readonly positions: readonly { readonly from: number; readonly units: bigint }[];
  /** Record dates that are in `owed` already. */
  readonly settledDates: number;
  /** Owed and not paid, in parts of 1/supply of a minor unit: fractions are carried, never lost. */
  readonly owed: bigint;
};

export type HolderPoolFault = 'amount-negative' | 'no-record-date' | 'units-not-positive' | 'units-not-held';

export function openPool(supply: bigint): HolderPool {
  assert(supply > 0n, 'a pool has units');
  return { supply, recordDates: 0, indexMinor: [] };
}

/** A holding that begins after the record dates that have passed. */
export const openHolding = ({ recordDates }: HolderPool, units: bigint): Holding => ({
  positions: [{ from: recordDates, units }],
  settledDates: recordDates,
  owed: 0n,
});

/** From now on transfers no longer carry the entitlement to this date's distribution with them. */
export const passRecordDate = (pool: HolderPool): HolderPool => ({
  ...pool,
  recordDates: pool.recordDates + 1,
});

/** Distributes an amount to whoever held at the earliest record date that has no distribution yet. O(1). */
export function distribute(pool: HolderPool, amountMinor: bigint): Result<HolderPool, HolderPoolFault> {
  if (amountMinor < 0n) return err('amount-negative');
  if (pool.indexMinor.length >= pool.recordDates) return err('no-record-date');
  return ok({
    ...pool,
    indexMinor: [...pool.indexMinor, indexBefore(pool, pool.indexMinor.length) + amountMinor],
  });
}

/** Distributed over the record dates before the n-th. */
const indexBefore = ({ indexMinor }: HolderPool, recordDate: number): bigint =>
  indexMinor[recordDate - 1] ?? 0n;

/**
 * Brings a holding up to the last distribution. As many steps as the holding changed since it was settled last: one,
 * if it did not.
 */
export function settleHolding(pool: HolderPool, holding: Holding): Holding {
  const known = pool.indexMinor.length;
  let owed = holding.owed;
  for (const [index, { from, units }] of holding.positions.entries()) {
    const start = Math.max(from, holding.settledDates);
    const end = Math.min(holding.positions[index + 1]?.from ?? known, known);
    if (start < end) owed += units * (indexBefore(pool, end) - indexBefore(pool, start));
  }
  const current = holding.positions.findLastIndex(({ from }) => from <= known);
  return { positions: holding.positions.slice(Math.max(0, current)), settledDates: known, owed };
}

/** Moves units; both sides are settled first, and the seller keeps what record dates have passed for. */
export function transferUnits(
  pool: HolderPool,
  seller: Holding,
  buyer: Holding,
  units: bigint,
): Result<{ readonly seller: Holding; readonly buyer: Holding }, HolderPoolFault> {
  if (units <= 0n) return err('units-not-positive');
  if (unitsHeld(seller) < units) return err('units-not-held');
  return ok({ seller: moved(pool, seller, -units), buyer: moved(pool, buyer, units) });
}

export const unitsHeld = ({ positions }: Holding): bigint => positions.at(-1)?.units ?? 0n;

function moved(pool: HolderPool, holding: Holding, units: bigint): Holding {
  const settled = settleHolding(pool, holding);
  const earlier = settled.positions.filter(({ from }) => from < pool.recordDates);
  return {
    ...settled,
    positions: [...earlier, { from: pool.recordDates, units: unitsHeld(holding) + units }],
  };
}

/** Takes the whole units that are owed; the fraction stays. */
export function claimHolding(
  pool: HolderPool,
  holding: Holding,
): { readonly holding: Holding; readonly amountMinor: bigint } {
  const settled = settleHolding(pool, holding);
  return {
    holding: { ...settled, owed: settled.owed % pool.supply },
    amountMinor: settled.owed / pool.supply,
  };
}
