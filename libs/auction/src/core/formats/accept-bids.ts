import { shareProRata } from './share-pro-rata.js';
import type { StopOut } from './stop-out.js';
import type { UnitBid, UnitStep } from './unit-auction.js';

/**
 * The part of each bid that is accepted: everything above the stop-out price, and at that price a part of what is
 * available, pro rata. Without a stop-out price everything is accepted. Steps keep their own prices; bids come in
 * their order, also those of which nothing is left.
 */
export function acceptBids(
  bids: readonly UnitBid[],
  stopOut: StopOut | undefined,
  tieSeed: string,
): readonly UnitBid[] {
  if (stopOut === undefined) return bids;
  const { priceMinor, available } = stopOut;
  const marginal = bids.flatMap((bid, at) => {
    const quantity = quantityAt(bid.steps, priceMinor);
    return quantity > 0n ? [{ at, name: bid.bidId, quantity }] : [];
  });
  const shares = shareProRata(available, marginal, tieSeed);
  const shareOf = new Map(marginal.map(({ at }, index) => [at, shares[index] ?? 0n]));
  return bids.map((bid, at) => {
    const steps = bid.steps.filter((step) => step.priceMinor > priceMinor);
    const share = shareOf.get(at) ?? 0n;
    return { ...bid, steps: share > 0n ? [...steps, { priceMinor, quantity: share }] : steps };
  });
}

const quantityAt = (steps: readonly UnitStep[], priceMinor: bigint): bigint =>
  steps.reduce((sum, step) => (step.priceMinor === priceMinor ? sum + step.quantity : sum), 0n);
