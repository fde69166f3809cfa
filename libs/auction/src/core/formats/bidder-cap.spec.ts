import * as fc from 'fast-check';
import { awardLimit, capQuantities, capSchedules, type Room, scaleQuantities } from './bidder-cap.js';
import type { NonCompetitiveBid, UnitBid } from './unit-auction.js';
import { totalQuantity } from './unit-payments.js';

const bid = (bidder: string, ...steps: readonly (readonly [price: number, quantity: number])[]): UnitBid => ({
  bidId: `bid of ${bidder}`,
  bidder,
  steps: steps.map(([price, quantity]) => ({ priceMinor: BigInt(price), quantity: BigInt(quantity) })),
});

const order = (bidder: string, quantity: number): NonCompetitiveBid => ({
  bidId: `order of ${bidder}`,
  bidder,
  quantity: BigInt(quantity),
});

/** Room for so many units each; A and B are affiliates. */
const room = (units: number): Room => ({
  groupOf: (bidder) => (bidder === 'B' ? 'A' : bidder),
  unitsOf: () => BigInt(units),
});

describe('awardLimit', () => {
  // 31 CFR 356.22(b): an offering of $10 billion and a net long position of $1 billion leave $2.5 billion.
  it('takes a holding off 35 % of the supply', () => {
    expect(awardLimit(10_000_000_000n, 1_000_000_000n)).toBe(2_500_000_000n);
  });

  it('rounds the limit down', () => {
    expect(awardLimit(99n, 0n)).toBe(34n);
  });

  it('leaves nothing to who holds more already', () => {
    expect(awardLimit(100n, 36n)).toBe(0n);
  });
});

describe('capSchedules', () => {
  it('keeps the best prices', () => {
    expect(capSchedules([bid('C', [9, 3], [8, 3], [7, 3])], room(4), 'seed')).toEqual([
      bid('C', [9, 3], [8, 1]),
    ]);
  });

  it('leaves alone who stays within the room', () => {
    const bids = [bid('C', [9, 3]), bid('D', [2, 4])];
    expect(capSchedules(bids, room(4), 'seed')).toEqual(bids);
  });

  it('counts affiliates as one, the better price first', () => {
    const bids = [bid('A', [7, 3]), bid('B', [9, 3])];
    expect(capSchedules(bids, room(4), 'seed')).toEqual([bid('A', [7, 1]), bid('B', [9, 3])]);
  });

  it('leaves no group more than its room, and none less than it asks for and has room for', () => {
    const step = fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 5 }));
    const books = fc.array(fc.tuple(fc.constantFrom('A', 'B', 'C', 'D'), fc.array(step, { maxLength: 4 })));
    fc.assert(
      fc.property(books, fc.integer({ min: 0, max: 12 }), (drawn, units) => {
        const bids = drawn.map(([bidder, steps], at) => ({ ...bid(bidder, ...steps), bidId: String(at) }));
        const asked = unitsByGroup(bids);
        const left = unitsByGroup(capSchedules(bids, room(units), 'seed'));
        for (const [group, total] of asked)
          expect(left.get(group) ?? 0n).toBe(total < BigInt(units) ? total : BigInt(units));
      }),
    );
  });
});

function unitsByGroup(bids: readonly UnitBid[]): ReadonlyMap<string, bigint> {
  const { groupOf } = room(0);
  const totals = new Map<string, bigint>();
  for (const { bidder, steps } of bids)
    totals.set(groupOf(bidder), (totals.get(groupOf(bidder)) ?? 0n) + totalQuantity(steps));
  return totals;
}

describe('capQuantities', () => {
  it('shares the room of a group pro rata, and leaves others alone', () => {
    const bids = [order('A', 6), order('C', 4), order('B', 2)];
    const capped = capQuantities(bids, room(4), 'seed');
    expect([...capped].sort((a, b) => (a.bidder < b.bidder ? -1 : 1))).toEqual([
      order('A', 3),
      order('B', 1),
      order('C', 4),
    ]);
  });
});

describe('scaleQuantities', () => {
  it('keeps the order of the bids', () => {
    expect(scaleQuantities([order('A', 30), order('B', 10)], 20n, 'seed')).toEqual([
      order('A', 15),
      order('B', 5),
    ]);
  });

  it('gives everybody all when there is enough', () => {
    expect(scaleQuantities([order('A', 3)], 20n, 'seed')).toEqual([order('A', 3)]);
  });
});
