import type { PackageAuction } from '#core/auction';
import { catsInstance, type Distribution } from '../cats/cats.js';

/** A size of package auctions, and what is asked of it. */
export type Size = { readonly items: number; readonly bids: number };

/** More than any search here visits. */
const NODE_LIMIT = 1_000_000;

/** The auction in which an instance like those of CATS is put up for sale, without reserves. */
export function packageAuction(
  distribution: Distribution,
  { items, bids: bidCount }: Size,
  seed: string,
): PackageAuction {
  const { bids } = catsInstance(distribution, items, bidCount, seed);
  return {
    items: Array.from({ length: items }, (_, item) => String(item)),
    reservesMinor: new Map(),
    pricing: 'core-selecting',
    bids: bids.map((bid, at) => ({
      bidId: `bid-${String(at)}`,
      bidder: String(bid.bidder),
      items: bid.items.map(String),
      priceMinor: bid.priceMinor,
    })),
    tieSeed: 'bench',
    nodeLimit: NODE_LIMIT,
  };
}
