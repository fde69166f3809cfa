import { acceptBids } from './accept-bids.js';
import { capQuantities, capSchedules, type Room, scaleQuantities } from './bidder-cap.js';
import { findStopOut, type StopOut } from './stop-out.js';
import type { NonCompetitiveBid, UnitAllocation, UnitAuction, UnitBid, UnitOutcome } from './unit-auction.js';
import { ownPayments, totalQuantity, uniformPayments } from './unit-payments.js';

/** Non-competitive bids get at most a fifth of the supply, so that a price is made by those who name one. */
const NON_COMPETITIVE_PART = 5n;

/**
 * Sells identical units, after 31 CFR 356.20 to 356.22. Schedules are cut to the cap of each bidder with its
 * affiliates. Non-competitive bids are served first, up to a fifth of the supply. Then competitive steps are
 * accepted from the best price down; the price at which the supply ends is shared by largest remainders. If demand
 * ends before the supply does, what is asked for is sold at the reserve.
 *
 * The order of the bids counts for nothing, and no bid pays more than its own prices.
 */
export function clearUnits(auction: UnitAuction): UnitOutcome {
  const { supply, minimumFill, tieSeed } = auction;
  const served = serveNonCompetitive(auction);
  const bids = eligibleBids(auction, served);
  const stopOut = findStopOut(bids, supply - totalQuantity(served));
  const accepted = acceptBids(bids, stopOut, tieSeed);
  const units = totalQuantity(served) + totalQuantity(accepted.flatMap(({ steps }) => steps));
  if (units === 0n) return { status: 'unsold', reason: 'no-bid-at-reserve' };
  if (units < minimumFill) return { status: 'unsold', reason: 'below-minimum-fill' };
  return {
    status: units === supply ? 'sold' : 'partly-sold',
    ...priced(auction, accepted, served, stopOut),
  };
}

function serveNonCompetitive(auction: UnitAuction): readonly NonCompetitiveBid[] {
  const { nonCompetitive, capPerBidder, supply, tieSeed } = auction;
  const capped =
    capPerBidder === undefined
      ? nonCompetitive
      : capQuantities(nonCompetitive, roomWithin(auction, capPerBidder, []), tieSeed);
  return scaleQuantities(capped, supply / NON_COMPETITIVE_PART, tieSeed);
}

/** Bids at or above the reserve, within the cap. What non-competitive bids were awarded counts against it. */
function eligibleBids(auction: UnitAuction, served: readonly NonCompetitiveBid[]): readonly UnitBid[] {
  const { reserveMinor, capPerBidder, tieSeed } = auction;
  const bids = auction.bids.map((bid) => ({
    ...bid,
    steps: bid.steps.filter(({ priceMinor }) => priceMinor >= reserveMinor),
  }));
  return capPerBidder === undefined
    ? bids
    : capSchedules(bids, roomWithin(auction, capPerBidder, served), tieSeed);
}

function roomWithin(
  { affiliates }: UnitAuction,
  capPerBidder: bigint,
  served: readonly NonCompetitiveBid[],
): Room {
  const groupOf = (bidder: string): string => affiliates.get(bidder) ?? bidder;
  const used = new Map<string, bigint>();
  for (const { bidder, quantity } of served)
    used.set(groupOf(bidder), (used.get(groupOf(bidder)) ?? 0n) + quantity);
  return { groupOf, unitsOf: (group) => capPerBidder - (used.get(group) ?? 0n) };
}

type Priced = {
  readonly clearingPriceMinor?: bigint;
  readonly allocations: readonly UnitAllocation[];
};

function priced(
  { pricing, reserveMinor }: UnitAuction,
  accepted: readonly UnitBid[],
  served: readonly NonCompetitiveBid[],
  stopOut: StopOut | undefined,
): Priced {
  if (pricing === 'pay-as-bid') return { allocations: awarded(ownPayments(accepted, served, reserveMinor)) };
  const clearingPriceMinor = clearingPrice(pricing, reserveMinor, stopOut);
  return { clearingPriceMinor, allocations: awarded(uniformPayments(accepted, served, clearingPriceMinor)) };
}

/** Without a stop-out price there was too little demand, and the reserve is the price. */
function clearingPrice(
  pricing: 'lowest-accepted' | 'highest-rejected',
  reserveMinor: bigint,
  stopOut: StopOut | undefined,
): bigint {
  const named = pricing === 'lowest-accepted' ? stopOut?.priceMinor : stopOut?.highestRejectedMinor;
  return named ?? reserveMinor;
}

const awarded = (allocations: readonly UnitAllocation[]): readonly UnitAllocation[] =>
  allocations.filter(({ quantity }) => quantity > 0n).sort((a, b) => (a.bidId < b.bidId ? -1 : 1));
