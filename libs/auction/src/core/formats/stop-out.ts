import type { UnitBid } from './unit-auction.js';

/** Where demand meets supply. */
export type StopOut = {
  /** The lowest price at which something is sold. */
  readonly priceMinor: bigint;
  /** The units that are left for bids at that price; at most what they ask for. */
  readonly available: bigint;
  /** The best price at which something is turned away, if anything is. */
  readonly highestRejectedMinor: bigint | undefined;
};

/**
 * The highest price at which the demand uses up the supply; undefined when there is none. Demand falls with the
 * price, so the price is found by bisection: twenty sums over a million steps are quicker than a table of levels.
 */
export function findStopOut(bids: readonly UnitBid[], supply: bigint): StopOut | undefined {
  if (demandFrom(bids, 0n) < supply) return undefined;
  const prices = sortedPrices(bids);
  const at = lastWhere(prices, (price) => demandFrom(bids, price) >= supply);
  const priceMinor = prices[at];
  if (priceMinor === undefined) return undefined;
  const available = supply - demandFrom(bids, priceMinor + 1n);
  const isCut = demandFrom(bids, priceMinor) > supply;
  const highestRejectedMinor = isCut ? priceMinor : prices[lastWhere(prices, (price) => price < priceMinor)];
  return { priceMinor, available, highestRejectedMinor };
}

/** Ascending. A typed array sorts a million amounts without a comparator. */
const sortedPrices = (bids: readonly UnitBid[]): BigInt64Array =>
  BigInt64Array.from(bids.flatMap(({ steps }) => steps.map(({ priceMinor }) => priceMinor))).sort();

/** The units asked for at the price or a better one. */
function demandFrom(bids: readonly UnitBid[], leastMinor: bigint): bigint {
  let demand = 0n;
  for (const { steps } of bids)
    for (const { priceMinor, quantity } of steps) if (priceMinor >= leastMinor) demand += quantity;
  return demand;
}

/** The last place at which `holds` is true, when it is true up to some place and false from there on; or -1. */
function lastWhere(prices: BigInt64Array, holds: (price: bigint) => boolean): number {
  let [low, high] = [-1, prices.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (holds(prices[middle] ?? 0n)) low = middle;
    else high = middle;
  }
  return low;
}
