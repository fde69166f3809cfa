import { awardsIn, sealing } from '#core/auction';
import type { ItemAnnouncement, Outcome } from './auction-view.js';
import { type OpenedBid, openedBids } from './opened-bids.js';

export type ItemBid = OpenedBid & {
  readonly priceMinor: bigint;
  readonly standing: 'won' | 'outbid' | 'below-reserve';
};

/** How one item was sold, or not. */
export type ItemBook = {
  readonly family: 'item';
  readonly status: 'sold' | 'unsold';
  /** What the winner pays. */
  readonly priceMinor: bigint | undefined;
  /** The highest first. */
  readonly bids: readonly ItemBid[];
};

export function itemBook(announcement: ItemAnnouncement, outcome: Outcome): ItemBook {
  const [award] = awardsIn(announcement, outcome.result);
  const reserveMinor = BigInt(announcement.reserveMinor);
  const bids = openedBids(outcome, sealing.BID_CONTENT[announcement.format]).map(
    ({ content, ...bid }): ItemBid => {
      const priceMinor = BigInt(content.priceMinor);
      const lost = priceMinor < reserveMinor ? 'below-reserve' : 'outbid';
      return { ...bid, priceMinor, standing: bid.bidId === award?.bidId ? 'won' : lost };
    },
  );
  return {
    family: 'item',
    status: award === undefined ? 'unsold' : 'sold',
    priceMinor: award?.priceMinor,
    bids: bids.sort(
      (a, b) => Number(b.standing === 'won') - Number(a.standing === 'won') || descending(a, b),
    ),
  };
}

const descending = (a: ItemBid, b: ItemBid): number =>
  a.priceMinor === b.priceMinor ? 0 : a.priceMinor > b.priceMinor ? -1 : 1;
