import { corePrices } from './clearing/core-prices.js';
import { uniformPrice } from './clearing/uniform-price.js';
import { winnerDetermination } from './clearing/winner-determination.js';
import { envelopeCost } from './sealed-bids/envelope-cost.js';
import { oneBusyAuction } from './sealed-bids/one-busy-auction.js';

/** What it takes to clear auctions, to price them, and to check that; and to take bids that nobody can read. */
export async function bench(): Promise<void> {
  uniformPrice();
  corePrices();
  winnerDetermination();
  envelopeCost();
  await oneBusyAuction();
}
