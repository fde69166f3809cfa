import { digestOf } from '#libs/kernel';

/** A price for the one item. Bids of one bidder exclude each other; the highest of them counts. */
export type SingleItemBid = {
  readonly bidId: string;
  readonly bidder: string;
  readonly priceMinor: bigint;
};

export type SecondPriceInput = {
  /** Bids below it are void. */
  readonly reserveMinor: bigint;
  readonly bids: readonly SingleItemBid[];
  /** Decides between bidders who tie at the top. Nobody may know it before the bids are fixed. */
  readonly tieSeed: string;
};

export type SingleItemOutcome =
  | {
      readonly status: 'sold';
      readonly winner: string;
      readonly bidId: string;
      readonly priceMinor: bigint;
    }
  | { readonly status: 'unsold' };

/**
 * Sells one item to the highest bidder at the higher of the reserve and the highest bid of anybody else
 * (Vickrey, 1961, "Counterspeculation, Auctions, and Competitive Sealed Tenders"). Bidding what the item is worth
 * to oneself is weakly dominant, reserve and ties included. Of bidders who tie at the top, the one with the lowest
 * {@link tieKey} wins and pays the tied amount: the order of arrival counts for nothing.
 */
export function clearSecondPrice({ reserveMinor, bids, tieSeed }: SecondPriceInput): SingleItemOutcome {
  const [best, ...others] = bids
    .filter(({ priceMinor }) => priceMinor >= reserveMinor)
    .map((bid) => ({ ...bid, key: tieKey(tieSeed, bid.bidder) }))
    .sort(byPriceThenKey);
  if (best === undefined) return { status: 'unsold' };
  const runnerUp = others.find(({ bidder }) => bidder !== best.bidder);
  return {
    status: 'sold',
    winner: best.bidder,
    bidId: best.bidId,
    priceMinor: runnerUp?.priceMinor ?? reserveMinor,
  };
}

/** Where a bidder stands among equals: SHA-256, in hexadecimal, lowest first. */
export const tieKey = (tieSeed: string, bidder: string): string =>
  digestOf(['salvor tie 1', tieSeed, bidder]);

type KeyedBid = SingleItemBid & { readonly key: string };

/** The id of the bid comes last, so that even equal bids of one bidder have one order. */
function byPriceThenKey(a: KeyedBid, b: KeyedBid): number {
  if (a.priceMinor !== b.priceMinor) return a.priceMinor > b.priceMinor ? -1 : 1;
  return compareText(a.key, b.key) || compareText(a.bidId, b.bidId);
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
