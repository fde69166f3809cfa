import type { Auction } from './auction-view.js';
import type { Contender } from './market-view.js';

/** What is under way first, then what came to a price, then what did not. */
const RANKS: Readonly<Record<Auction['state'], number>> = {
  announced: 0,
  open: 0,
  closed: 0,
  cleared: 0,
  settled: 1,
  defaulted: 2,
  unsold: 2,
  void: 3,
  cancelled: 4,
};

/**
 * The auction that the page is about: the one that its reader picked, otherwise the furthest forward; of several, that
 * of the model that is listed first, and then the newest. Auctions come newest first.
 */
export function chooseAuction(
  auctions: readonly Auction[],
  contenders: readonly Contender[],
  picked: Auction['id'] | undefined,
): Auction | undefined {
  const placeOf = ({ valuationId }: Auction): number => {
    const place = contenders.findIndex(({ valuations }) => valuations.some(({ id }) => id === valuationId));
    return place < 0 ? contenders.length : place;
  };
  const byRank = auctions.toSorted((a, b) => RANKS[a.state] - RANKS[b.state] || placeOf(a) - placeOf(b));
  return auctions.find(({ id }) => id === picked) ?? byRank[0];
}
