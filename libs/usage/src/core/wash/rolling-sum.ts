/** An amount at a time. */
export type DatedAmount = { readonly atMs: number; readonly amountMinor: bigint };

/** The sums of amounts over windows of one length: what fell into the window that ends with, and at, a time. */
export function rollingSum(items: readonly DatedAmount[], windowMs: number): (endMs: number) => bigint {
  const inTime = [...items].sort((a, b) => a.atMs - b.atMs);
  const totals = [0n];
  for (const { amountMinor } of inTime) totals.push((totals.at(-1) ?? 0n) + amountMinor);
  const upTo = (endMs: number): bigint => {
    let [low, high] = [0, inTime.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((inTime[middle]?.atMs ?? 0) <= endMs) low = middle + 1;
      else high = middle;
    }
    return totals[low] ?? 0n;
  };
  return (endMs) => upTo(endMs) - upTo(endMs - windowMs);
}
