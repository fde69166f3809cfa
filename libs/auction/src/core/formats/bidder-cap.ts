import { acceptBids } from './accept-bids.js';
import { shareProRata } from './share-pro-rata.js';
import { findStopOut } from './stop-out.js';
import type { NonCompetitiveBid, UnitBid } from './unit-auction.js';

const BASIS_POINTS = 10_000n;

/** No bidder is awarded more than 35 % of an offering (31 CFR 356.22(b)). */
const AWARD_LIMIT_BPS = 3_500n;

/**
 * The most units that a bidder can be awarded: 35 % of the supply, rounded down, less what it holds already, as
 * 31 CFR 356.22(b) takes off a reported net long position.
 */
export function awardLimit(supply: bigint, holding: bigint): bigint {
  const limit = (supply * AWARD_LIMIT_BPS) / BASIS_POINTS - holding;
  return limit > 0n ? limit : 0n;
}

/** A bidder with its affiliates counts as one: what they are awarded together must fit into the room. */
export type Room = {
  readonly groupOf: (bidder: string) => string;
  /** Units that a group may be awarded. */
  readonly unitsOf: (group: string) => bigint;
};

/**
 * Cuts schedules down to the room of their group, before anything is cleared, so that no later step can exceed the
 * cap: the best prices are kept, and the price at which the room ends is shared pro rata.
 */
export function capSchedules(bids: readonly UnitBid[], room: Room, tieSeed: string): readonly UnitBid[] {
  return byGroup(bids, room).flatMap(([group, members]) =>
    acceptBids(members, findStopOut(members, room.unitsOf(group)), tieSeed),
  );
}

/** Cuts the quantities of each group down to its room, pro rata. */
export function capQuantities(
  bids: readonly NonCompetitiveBid[],
  room: Room,
  tieSeed: string,
): readonly NonCompetitiveBid[] {
  return byGroup(bids, room).flatMap(([group, members]) =>
    scaleQuantities(members, room.unitsOf(group), tieSeed),
  );
}

/** The same bids, together at most `available`. */
export function scaleQuantities(
  bids: readonly NonCompetitiveBid[],
  available: bigint,
  tieSeed: string,
): readonly NonCompetitiveBid[] {
  const claims = bids.map(({ bidId, quantity }) => ({ name: bidId, quantity }));
  const shares = shareProRata(available, claims, tieSeed);
  return bids.map((bid, at) => ({ ...bid, quantity: shares[at] ?? 0n }));
}

function byGroup<B extends { readonly bidder: string }>(
  bids: readonly B[],
  { groupOf }: Room,
): readonly (readonly [group: string, members: readonly B[]])[] {
  const groups = new Map<string, B[]>();
  for (const bid of bids) {
    const group = groupOf(bid.bidder);
    const members = groups.get(group);
    if (members === undefined) groups.set(group, [bid]);
    else members.push(bid);
  }
  return [...groups];
}
