import { assert } from '#libs/kernel';
import { catsInstance, DISTRIBUTIONS } from '../../../../../test/bench/cats/cats.js';
import type { InstanceBid } from '../../../../../test/bench/cats/instance.js';
import { packageAuction } from '../../../../../test/bench/clearing/package-auctions.js';
import { checkPackageCertificate } from './check-package-certificate.js';
import { clearPackages } from './clear-packages.js';
import type { PackageBid } from './package-auction.js';

/** The instances on which clearing is measured, and clearing on small ones of them. */
const SEEDS = ['1', '2', '3'];
const ITEMS = 25;
const BIDS = 60;

const bidsOf = (distribution: (typeof DISTRIBUTIONS)[number], seed: string): readonly InstanceBid[] =>
  catsInstance(distribution, ITEMS, BIDS, seed).bids;

const isForItems = ({ items, priceMinor }: InstanceBid, itemCount: number): boolean =>
  items.length > 0 &&
  new Set(items).size === items.length &&
  items.every((item) => Number.isInteger(item) && item >= 0 && item < itemCount) &&
  priceMinor > 0n;

const isPart = (items: readonly number[], of: readonly number[]): boolean =>
  items.every((item) => of.includes(item));

describe.each(DISTRIBUTIONS)('an instance of the distribution %s', (distribution) => {
  it('depends on its seed and on nothing else', () => {
    expect(bidsOf(distribution, '1')).toEqual(bidsOf(distribution, '1'));
    expect(bidsOf(distribution, '1')).not.toEqual(bidsOf(distribution, '2'));
  });

  it('has so many bids, each for different items that there are, at a price', () => {
    for (const seed of SEEDS) {
      const bids = bidsOf(distribution, seed);
      expect(bids).toHaveLength(BIDS);
      expect(bids.filter((bid) => !isForItems(bid, ITEMS))).toEqual([]);
    }
  });

  it('has no bidder who offers less for more', () => {
    for (const seed of SEEDS) {
      const bids = bidsOf(distribution, seed);
      const dominated = bids.filter((one) =>
        bids.some(
          (other) =>
            other.bidder === one.bidder &&
            other.priceMinor > one.priceMinor &&
            isPart(other.items, one.items),
        ),
      );
      expect(dominated).toEqual([]);
    }
  });

  it('has bidders with several bids', () => {
    const bids = bidsOf(distribution, '1');
    expect(new Set(bids.map(({ bidder }) => bidder)).size).toBeLessThan(bids.length);
  });
});

describe('distributions', () => {
  it('of flights want a take-off and a later landing at another airport', () => {
    for (const { items } of bidsOf('matching', '1')) {
      const [takeOff = 0, landing = 0] = items;
      expect(items).toHaveLength(2);
      expect(landing % 4).not.toBe(takeOff % 4);
      expect(Math.floor(landing / 4)).toBeGreaterThan(Math.floor(takeOff / 4));
    }
  });

  it('of jobs want slots one after another, and pay less after a deadline', () => {
    const bids = bidsOf('scheduling', '1');
    for (const { items } of bids) expect(items).toEqual(items.map((_, at) => (items[0] ?? 0) + at));
    for (const [at, bid] of bids.entries()) {
      const next = bids[at + 1];
      if (next?.bidder === bid.bidder) expect(next.priceMinor <= bid.priceMinor).toBe(true);
    }
  });

  it('of land and of parts share most of the value among all bidders', () => {
    // Common values are up to a hundred an item, own ones at most half of that on either side.
    for (const distribution of ['regions-upv', 'arbitrary-upv'] as const)
      for (const { items, priceMinor } of bidsOf(distribution, '1'))
        expect(Number(priceMinor) / 1_000).toBeLessThan(150 * items.length + items.length ** 1.2);
  });
});

/** What the bids are worth at most when everything is tried. */
function mostWorth(bids: readonly PackageBid[]): bigint {
  const [first, ...rest] = bids;
  if (first === undefined) return 0n;
  const without = mostWorth(rest);
  const compatible = rest.filter(
    ({ bidder, items }) => bidder !== first.bidder && !items.some((item) => first.items.includes(item)),
  );
  const withFirst = first.priceMinor + mostWorth(compatible);
  return withFirst > without ? withFirst : without;
}

describe('clearing instances like those of CATS', () => {
  const cases = DISTRIBUTIONS.flatMap((distribution) => SEEDS.map((seed) => [distribution, seed] as const));

  it.each(cases)('accepts the best bids of %s %s, and proves it', (distribution, seed) => {
    const auction = packageAuction(distribution, { items: 16, bids: 24 }, seed);
    const outcome = clearPackages(auction);
    assert(outcome.status === 'decided', 'the node limit is out of reach');
    expect(outcome.result.welfareMinor).toBe(mostWorth(auction.bids));
    expect(checkPackageCertificate(auction, outcome.result, outcome.certificate)).toBe('ok');
  });
});
