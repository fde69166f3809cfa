import type { z } from 'zod';
import type { auctionView } from './auction.contract.js';
import type { AuctionRow } from './auction.store.js';

/** What everybody may see of an auction at any time. */
export const toAuctionView = ({
  announcement: _,
  outcomeDigest: __,
  closedAt: ___,
  clearedAt: ____,
  lots,
  ...auction
}: AuctionRow): z.output<typeof auctionView> => ({ ...auction, lots: [...lots] });
