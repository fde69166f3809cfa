import type { Receipt } from './receipt.js';

/** The total that had arrived somewhere at a time. */
export type Inflow = (asOfMs: number) => bigint;

/** What charges alone brought, and what is left of it after refunds. */
export type Flow = { readonly gross: Inflow; readonly net: Inflow };

/** Receipts as running totals over time, never below zero. */
export const flowOf = (receipts: readonly Receipt[]): Flow => ({
  gross: cumulative(receipts.filter(({ amountMinor }) => amountMinor > 0n)),
  net: cumulative(receipts),
});

function cumulative(receipts: readonly Receipt[]): Inflow {
  const totals: { readonly atMs: number; readonly totalMinor: bigint }[] = [];
  for (const { atMs, amountMinor } of [...receipts].sort((a, b) => a.atMs - b.atMs))
    totals.push({ atMs, totalMinor: (totals.at(-1)?.totalMinor ?? 0n) + amountMinor });
  return (asOfMs) => {
    let [low, high] = [0, totals.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((totals[middle]?.atMs ?? 0) <= asOfMs) low = middle + 1;
      else high = middle;
    }
    const total = totals[low - 1]?.totalMinor ?? 0n;
    return total > 0n ? total : 0n;
  };
}
