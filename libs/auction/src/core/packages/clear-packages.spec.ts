import { assert } from '#libs/kernel';
import { clearPackages } from './clear-packages.js';
import type { PackageAuction, PackagePricing, PackageResult } from './package-auction.js';

/** Bidder, price, items. */
type Offer = readonly [bidder: string, price: number, ...items: string[]];

const auctionOf = (offers: readonly Offer[], pricing: PackagePricing): PackageAuction => ({
  items: [...new Set(offers.flatMap(([, , ...items]) => items))],
  reservesMinor: new Map(),
  pricing,
  bids: offers.map(([bidder, price, ...items], at) => ({
    bidId: `bid-${String(at)}`,
    bidder,
    items,
    priceMinor: BigInt(price),
  })),
  tieSeed: 'seed',
  nodeLimit: 1_000,
});

function decided(auction: PackageAuction): PackageResult {
  const outcome = clearPackages(auction);
  assert(outcome.status === 'decided', 'expected a decision');
  return outcome.result;
}

const payments = ({ allocations }: PackageResult): Record<string, number> =>
  Object.fromEntries(allocations.map(({ bidder, paymentMinor }) => [bidder, Number(paymentMinor)]));

const pay = (offers: readonly Offer[], pricing: PackagePricing): Record<string, number> =>
  payments(decided(auctionOf(offers, pricing)));

describe('clearPackages, against published cases', () => {
  // Day and Cramton (2012), "Quadratic Core-Selecting Payment Rules for Combinatorial Auctions": eight bidders.
  const eight: readonly Offer[] = [
    ['1', 20, 'a', 'b'],
    ['2', 20, 'c'],
    ['3', 20, 'd'],
    ['4', 28, 'a', 'b', 'c'],
    ['5', 26, 'a', 'b', 'd'],
    ['6', 10, 'a', 'b'],
    ['7', 10, 'c'],
    ['8', 10, 'd'],
  ];

  it('pays 16, 12 and 10 in the core nearest to VCG, where VCG pays 10 each', () => {
    expect(decided(auctionOf(eight, 'vcg')).welfareMinor).toBe(60n);
    expect(pay(eight, 'vcg')).toEqual({ 1: 10, 2: 10, 3: 10 });
    expect(pay(eight, 'core-selecting')).toEqual({ 1: 16, 2: 12, 3: 10 });
  });

  it('splits what a global bidder would pay between two local ones', () => {
    const offers: readonly Offer[] = [
      ['L1', 80, 'A'],
      ['L2', 60, 'B'],
      ['G', 100, 'A', 'B'],
    ];
    expect(pay(offers, 'vcg')).toEqual({ L1: 40, L2: 20 });
    expect(pay(offers, 'core-selecting')).toEqual({ L1: 60, L2: 40 });
    expect(pay(offers, 'pay-as-bid')).toEqual({ L1: 80, L2: 60 });
  });

  it('counts what a winner would have offered for more', () => {
    const offers: readonly Offer[] = [
      ['1', 10, 'A'],
      ['1', 100, 'A', 'B'],
      ['2', 50, 'A'],
      ['3', 150, 'B'],
    ];
    expect(pay(offers, 'vcg')).toEqual({ 2: 10, 3: 50 });
    expect(pay(offers, 'core-selecting')).toEqual({ 2: 30, 3: 70 });
  });

  it('lets nobody ride free', () => {
    const offers: readonly Offer[] = [
      ['p', 20, '0'],
      ['q', 20, '1'],
      ['r', 20, '2'],
      ['s', 20, '3'],
      ['t', 20, '0', '1'],
      ['u', 10, '2', '3'],
    ];
    expect(pay(offers, 'vcg')).toEqual({ p: 0, q: 0, r: 0, s: 0 });
    expect(pay(offers, 'core-selecting')).toEqual({ p: 10, q: 10, r: 5, s: 5 });
  });
});

describe('clearPackages, at the edges', () => {
  const pair: readonly Offer[] = [
    ['A', 10, 'x'],
    ['B', 4, 'x', 'y'],
  ];

  it('charges the reserve where nobody else wants the items', () => {
    const auction = { ...auctionOf(pair, 'core-selecting'), reservesMinor: new Map([['x', 6n]]) };
    expect(decided(auction)).toMatchObject({
      status: 'partly-sold',
      allocations: [{ bidder: 'A', paymentMinor: 6n }],
    });
  });

  it('sells at a bid that equals the reserve', () => {
    const auction = { ...auctionOf(pair, 'vcg'), reservesMinor: new Map([['x', 10n]]) };
    expect(decided(auction)).toMatchObject({ allocations: [{ bidder: 'A', paymentMinor: 10n }] });
  });

  it('keeps items for which the bids on them together offer less than the reserve of one', () => {
    const auction = { ...auctionOf(pair, 'vcg'), reservesMinor: new Map([['x', 11n]]) };
    expect(decided(auction)).toEqual({
      status: 'unsold',
      allocations: [],
      welfareMinor: 0n,
      vcgMinor: new Map(),
    });
  });

  it('sells nothing when there are no bids', () => {
    expect(decided({ ...auctionOf([], 'core-selecting'), items: ['x'] })).toMatchObject({ status: 'unsold' });
  });

  it('rounds each core price up', () => {
    const offers: readonly Offer[] = [
      ['L1', 10, 'A'],
      ['L2', 10, 'B'],
      ['G', 11, 'A', 'B'],
    ];
    expect(pay(offers, 'core-selecting')).toEqual({ L1: 6, L2: 6 });
  });

  it('decides nothing when the search may not go on', () => {
    const auction = { ...auctionOf(pair, 'vcg'), nodeLimit: 0 };
    expect(clearPackages(auction)).toEqual({ status: 'undecided' });
  });

  it('keeps the last unit of amounts near 2^63', () => {
    const most = 2n ** 63n - 1n;
    const auction = auctionOf(pair, 'core-selecting');
    const bids = [
      { bidId: 'a', bidder: 'A', items: ['x'], priceMinor: most },
      { bidId: 'b', bidder: 'B', items: ['y'], priceMinor: most - 1n },
      { bidId: 'c', bidder: 'C', items: ['x', 'y'], priceMinor: most - 2n },
      { bidId: 'd', bidder: 'D', items: ['x'], priceMinor: most - 3n },
    ];
    expect(payments(decided({ ...auction, bids }))).toEqual({ A: Number(most - 3n), B: 1 });
    expect(decided({ ...auction, bids }).welfareMinor).toBe(2n * most - 1n);
  });
});
