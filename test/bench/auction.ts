import { corePrices } from './clearing/core-prices.js';
import { uniformPrice } from './clearing/uniform-price.js';
import { winnerDetermination } from './clearing/winner-determination.js';

/** What it takes to clear auctions, to price them, and to check that. */
export function bench(): Promise<void> {
  uniformPrice();
  corePrices();
  winnerDetermination();
  return Promise.resolve();
}
