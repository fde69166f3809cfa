import type { Random } from '#libs/kernel';

/** What one bidder would take and at what price; any one of them, never two. */
export type Alternative = { readonly items: readonly number[]; readonly value: number };

/** Draws the alternatives of one more bidder. */
export type DrawBidder = (random: Random) => readonly Alternative[];

export type InstanceBid = {
  readonly bidder: number;
  readonly items: readonly number[];
  readonly priceMinor: bigint;
};

export type Instance = { readonly itemCount: number; readonly bids: readonly InstanceBid[] };

/** Prices are drawn as real numbers around a hundred; this keeps their digits. */
const MINOR_UNITS = 1_000;

/**
 * Draws bidders until there are enough bids. An alternative is left out when the same bidder, or one that wants
 * nothing else, offers no less for a part of it: nobody would need to look at it.
 */
export function drawInstance(
  draw: DrawBidder,
  random: Random,
  itemCount: number,
  bidCount: number,
): Instance {
  const bids: InstanceBid[] = [];
  const single: Alternative[] = [];
  for (let bidder = 0; bids.length < bidCount; bidder += 1) {
    const alternatives = draw(random).filter(({ value }) => value > 0);
    const kept = alternatives.filter(
      (one) => ![...alternatives, ...single].some((other) => other !== one && dominates(other, one)),
    );
    const [only, ...others] = kept;
    if (only !== undefined && others.length === 0) single.push(only);
    for (const { items, value } of kept)
      bids.push({ bidder, items, priceMinor: BigInt(Math.max(1, Math.round(value * MINOR_UNITS))) });
  }
  return { itemCount, bids: bids.slice(0, bidCount) };
}

const dominates = (other: Alternative, one: Alternative): boolean =>
  other.value > one.value && other.items.every((item) => one.items.includes(item));
