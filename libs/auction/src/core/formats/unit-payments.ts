import type { NonCompetitiveBid, UnitAllocation, UnitBid } from './unit-auction.js';

/** What a bid is awarded, and what its own prices for that come to. */
type Award = Omit<UnitAllocation, 'paymentMinor'> & { readonly valueMinor: bigint };

/** Everybody pays the same for a unit. */
export function uniformPayments(
  accepted: readonly UnitBid[],
  served: readonly NonCompetitiveBid[],
  priceMinor: bigint,
): readonly UnitAllocation[] {
  return [...accepted.map(awardOf), ...served].map(({ bidId, bidder, quantity }) => ({
    bidId,
    bidder,
    quantity,
    paymentMinor: quantity * priceMinor,
  }));
}

/**
 * Each pays the own prices. A bid that named none pays the average of those accepted, weighted by quantity and
 * rounded up to whole minor units; the reserve, if none was.
 */
export function ownPayments(
  accepted: readonly UnitBid[],
  served: readonly NonCompetitiveBid[],
  reserveMinor: bigint,
): readonly UnitAllocation[] {
  const awards = accepted.map(awardOf);
  const units = totalQuantity(awards);
  const valueMinor = awards.reduce((sum, award) => sum + award.valueMinor, 0n);
  const averageFor = (quantity: bigint): bigint =>
    units === 0n ? quantity * reserveMinor : (quantity * valueMinor + units - 1n) / units;
  return [
    ...awards.map(({ valueMinor: paymentMinor, ...award }) => ({ ...award, paymentMinor })),
    ...served.map((bid) => ({ ...bid, paymentMinor: averageFor(bid.quantity) })),
  ];
}

function awardOf({ bidId, bidder, steps }: UnitBid): Award {
  const valueMinor = steps.reduce((sum, { priceMinor, quantity }) => sum + priceMinor * quantity, 0n);
  return { bidId, bidder, quantity: totalQuantity(steps), valueMinor };
}

export const totalQuantity = (entries: readonly { readonly quantity: bigint }[]): bigint =>
  entries.reduce((sum, { quantity }) => sum + quantity, 0n);
