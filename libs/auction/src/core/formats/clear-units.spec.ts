import { assert, seededRandom } from '#libs/kernel';
import { awardLimit } from './bidder-cap.js';
import { clearUnits } from './clear-units.js';
import type { UnitAuction, UnitBid, UnitOutcome } from './unit-auction.js';

type Book = Readonly<Record<string, readonly (readonly [price: number, quantity: number])[]>>;

const bidsOf = (book: Book): UnitBid[] =>
  Object.entries(book).map(([bidder, steps]) => ({
    bidId: `bid of ${bidder}`,
    bidder,
    steps: steps.map(([price, quantity]) => ({ priceMinor: BigInt(price), quantity: BigInt(quantity) })),
  }));

const auctionOf = (
  supply: number,
  bids: readonly UnitBid[],
  more: Partial<UnitAuction> = {},
): UnitAuction => ({
  supply: BigInt(supply),
  reserveMinor: 1n,
  pricing: 'lowest-accepted',
  bids,
  nonCompetitive: [],
  affiliates: new Map(),
  minimumFill: 0n,
  tieSeed: 'seed',
  ...more,
});

const clear = (supply: number, book: Book, more: Partial<UnitAuction> = {}): UnitOutcome =>
  clearUnits(auctionOf(supply, bidsOf(book), more));

function sold(outcome: UnitOutcome): Extract<UnitOutcome, { status: 'sold' | 'partly-sold' }> {
  assert(outcome.status !== 'unsold', 'expected a sale');
  return outcome;
}

const quantities = (outcome: UnitOutcome): Record<string, number> =>
  Object.fromEntries(sold(outcome).allocations.map(({ bidder, quantity }) => [bidder, Number(quantity)]));

const payments = (outcome: UnitOutcome): Record<string, number> =>
  Object.fromEntries(
    sold(outcome).allocations.map(({ bidder, paymentMinor }) => [bidder, Number(paymentMinor)]),
  );

describe('clearUnits, against published books', () => {
  // European Central Bank, The implementation of monetary policy in the euro area, annex 1, example 2; rates in
  // basis points: the marginal rate is 3.05 %, allotted at 40 %.
  const tender: Book = {
    B1: [
      [307, 5],
      [306, 5],
      [305, 10],
      [304, 5],
      [303, 5],
    ],
    B2: [
      [310, 5],
      [309, 5],
      [308, 5],
      [307, 5],
      [306, 10],
      [305, 10],
      [304, 5],
    ],
    B3: [
      [310, 5],
      [309, 5],
      [308, 5],
      [307, 10],
      [306, 15],
      [305, 15],
      [304, 5],
      [303, 10],
    ],
  };

  it('allots the variable rate tender of the European Central Bank', () => {
    const outcome = clear(94, tender);
    expect(quantities(outcome)).toEqual({ B1: 14, B2: 34, B3: 46 });
    expect(outcome).toMatchObject({ status: 'sold', clearingPriceMinor: 305n });
  });

  it('charges own rates when the same tender is a multiple rate auction', () => {
    expect(payments(clear(94, tender, { pricing: 'pay-as-bid' }))).toMatchObject({
      B1: 5 * 307 + 5 * 306 + 4 * 305,
    });
  });

  // Three units, bids 3 2 1, 3.7 2 0 and 3.6 2.99 1.99.
  const threeUnits: Book = {
    A: [
      [300, 1],
      [200, 1],
      [100, 1],
    ],
    B: [
      [370, 1],
      [200, 1],
    ],
    C: [
      [360, 1],
      [299, 1],
      [199, 1],
    ],
  };

  it('charges the highest losing bid when that is the rule', () => {
    const outcome = clear(3, threeUnits, { pricing: 'highest-rejected' });
    expect(payments(outcome)).toEqual({ A: 299, B: 299, C: 299 });
  });

  it('charges each the own bid in a discriminatory auction', () => {
    expect(payments(clear(3, threeUnits, { pricing: 'pay-as-bid' }))).toEqual({ A: 300, B: 370, C: 360 });
  });

  it('sells the tax credits of OAR 150-315-0180', () => {
    const book: Book = { A: [[475, 8]], B: [[480, 4]], C: [[485, 6]], D: [[495, 10]] };
    const outcome = clear(20, book, { pricing: 'pay-as-bid' });
    expect(quantities(outcome)).toEqual({ B: 4, C: 6, D: 10 });
    expect(payments(outcome)).toEqual({ B: 1920, C: 2910, D: 4950 });
  });
});

describe('clearUnits, at the edges', () => {
  it('charges the lowest accepted price although lower ones were turned away', () => {
    expect(clear(5, { A: [[9, 5]], B: [[4, 5]] })).toMatchObject({ clearingPriceMinor: 9n });
  });

  it('charges the best price turned away even if it is far below', () => {
    expect(clear(5, { A: [[9, 5]], B: [[4, 5]] }, { pricing: 'highest-rejected' })).toMatchObject({
      clearingPriceMinor: 4n,
    });
  });

  it('charges the marginal price when a part of it is turned away', () => {
    expect(clear(5, { A: [[9, 6]] }, { pricing: 'highest-rejected' })).toMatchObject({
      clearingPriceMinor: 9n,
    });
  });

  it('charges the reserve when nothing is turned away', () => {
    expect(clear(5, { A: [[9, 5]] }, { pricing: 'highest-rejected', reserveMinor: 3n })).toMatchObject({
      clearingPriceMinor: 3n,
    });
  });

  it('sells what is asked for at the reserve when that is less than the supply', () => {
    expect(clear(10, { A: [[9, 4]], B: [[2, 3]] }, { reserveMinor: 3n })).toEqual({
      status: 'partly-sold',
      clearingPriceMinor: 3n,
      allocations: [{ bidId: 'bid of A', bidder: 'A', quantity: 4n, paymentMinor: 12n }],
    });
  });

  it('sells nothing when less would be sold than announced', () => {
    expect(clear(10, { A: [[9, 4]] }, { minimumFill: 5n })).toEqual({
      status: 'unsold',
      reason: 'below-minimum-fill',
    });
    expect(clear(10, { A: [[9, 5]] }, { minimumFill: 5n })).toMatchObject({ status: 'partly-sold' });
  });

  it.each([
    ['there are no bids', {}],
    ['every bid is below the reserve', { A: [[2, 5]] }],
  ] as const)('sells nothing when %s', (_case, book: Book) => {
    expect(clear(5, book, { reserveMinor: 3n })).toEqual({ status: 'unsold', reason: 'no-bid-at-reserve' });
  });

  it('sells one licence each to the highest bids at the best losing one', () => {
    const book: Book = { A: [[9, 1]], B: [[8, 1]], C: [[7, 1]], D: [[6, 1]] };
    expect(payments(clear(2, book, { pricing: 'highest-rejected' }))).toEqual({ A: 7, B: 7 });
  });
});

describe('the cap', () => {
  it('keeps a bidder to its best prices', () => {
    const book: Book = {
      A: [
        [9, 4],
        [8, 4],
      ],
      B: [[7, 10]],
    };
    expect(quantities(clear(10, book, { capPerBidder: 6n }))).toEqual({ A: 6, B: 4 });
  });

  it('holds for affiliates together, who share the price at which the room ends', () => {
    const affiliates = new Map([
      ['A', 'group'],
      ['B', 'group'],
    ]);
    const book: Book = { A: [[9, 4]], B: [[9, 4]], C: [[7, 10]] };
    expect(quantities(clear(10, book, { capPerBidder: 4n, affiliates }))).toEqual({ A: 2, B: 2, C: 4 });
  });

  it('is 35 % of the supply less what is held already, as 31 CFR 356.22 has it', () => {
    expect(awardLimit(10_000_000_000n, 1_000_000_000n)).toBe(2_500_000_000n);
    expect(awardLimit(18_000_000_000n, 0n)).toBe(6_300_000_000n);
    expect(awardLimit(10n, 5n)).toBe(0n);
  });
});

describe('bids without a price', () => {
  const taker = (bidder: string, quantity: number) => ({
    bidId: `order of ${bidder}`,
    bidder,
    quantity: BigInt(quantity),
  });

  it('are served first, at the price that the others make', () => {
    const outcome = clear(10, { A: [[9, 5]], B: [[8, 5]] }, { nonCompetitive: [taker('N', 2)] });
    expect(quantities(outcome)).toEqual({ A: 5, B: 3, N: 2 });
    expect(payments(outcome)).toEqual({ A: 40, B: 24, N: 16 });
  });

  it('get a fifth of the supply at most, pro rata', () => {
    const nonCompetitive = [taker('N', 30), taker('M', 10)];
    expect(quantities(clear(100, { A: [[9, 100]] }, { nonCompetitive }))).toEqual({ A: 80, M: 5, N: 15 });
  });

  it('pay the average of the accepted prices, rounded up, where each pays the own', () => {
    const nonCompetitive = [taker('N', 1)];
    const outcome = clear(6, { A: [[9, 3]], B: [[8, 2]] }, { nonCompetitive, pricing: 'pay-as-bid' });
    // (3 × 9 + 2 × 8) / 5 = 8.6
    expect(payments(outcome)).toEqual({ A: 27, B: 16, N: 9 });
  });

  it('pay the reserve when nobody names a price', () => {
    const nonCompetitive = [taker('N', 1)];
    for (const pricing of ['lowest-accepted', 'highest-rejected', 'pay-as-bid'] as const)
      expect(payments(clear(6, {}, { nonCompetitive, pricing, reserveMinor: 4n }))).toEqual({ N: 4 });
  });

  it('count against the cap', () => {
    const nonCompetitive = [taker('N', 2)];
    const affiliates = new Map([['N', 'A']]);
    const outcome = clear(10, { A: [[9, 9]], B: [[8, 9]] }, { nonCompetitive, affiliates, capPerBidder: 3n });
    expect(quantities(outcome)).toEqual({ A: 1, B: 3, N: 2 });
  });
});

describe('revenue of the (K+1)-price auction', () => {
  // N bidders who want one unit each, values uniform on [0, 1], K units: K (N - K) / (N + 1).
  it.each([
    [2, 5, 1],
    [3, 10, 21 / 11],
  ])('for %d units and %d bidders is %d in expectation', (units, bidders, expected) => {
    const scale = 1_000_000;
    const rounds = 2_000;
    const random = seededRandom('values');
    const draw = Array.from({ length: rounds * bidders }, () => random.below(scale));
    let revenue = 0;
    for (let round = 0; round < rounds; round += 1) {
      const book: Book = Object.fromEntries(
        draw.slice(round * bidders, (round + 1) * bidders).map((value, at) => [String(at), [[value, 1]]]),
      );
      const outcome = clear(units, book, { pricing: 'highest-rejected', reserveMinor: 0n });
      revenue += Object.values(payments(outcome)).reduce((sum, payment) => sum + payment, 0);
    }
    expect(Math.abs(revenue / rounds / scale - expected)).toBeLessThan(0.03);
  });
});
