import * as fc from 'fast-check';
import type { NonCompetitiveBid, UnitBid } from './unit-auction.js';
import { ownPayments, totalQuantity, uniformPayments } from './unit-payments.js';

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

describe('uniformPayments', () => {
  it('charge all units the same, whoever named a price', () => {
    expect(uniformPayments([bid('A', [9, 2], [8, 1])], [order('N', 4)], 7n)).toEqual([
      { bidId: 'bid of A', bidder: 'A', quantity: 3n, paymentMinor: 21n },
      { bidId: 'order of N', bidder: 'N', quantity: 4n, paymentMinor: 28n },
    ]);
  });
});

describe('ownPayments', () => {
  it('charge each step its own price', () => {
    expect(ownPayments([bid('A', [9, 2], [8, 1])], [], 1n)).toEqual([
      { bidId: 'bid of A', bidder: 'A', quantity: 3n, paymentMinor: 26n },
    ]);
  });

  it('charge who named no price the average of what was accepted, rounded up once for all units', () => {
    // (2 × 9 + 1 × 8) / 3 = 8.67; 4 of these are 34.67.
    const [, served] = ownPayments([bid('A', [9, 2], [8, 1])], [order('N', 4)], 1n);
    expect(served).toEqual({ bidId: 'order of N', bidder: 'N', quantity: 4n, paymentMinor: 35n });
  });

  it('charge the reserve when no price was accepted', () => {
    expect(ownPayments([bid('A')], [order('N', 4)], 3n)).toEqual([
      { bidId: 'bid of A', bidder: 'A', quantity: 0n, paymentMinor: 0n },
      { bidId: 'order of N', bidder: 'N', quantity: 4n, paymentMinor: 12n },
    ]);
  });

  it('charge who named no price neither more than the best price nor less than the worst', () => {
    const step = fc.tuple(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 9 }));
    fc.assert(
      fc.property(fc.array(step, { minLength: 1 }), fc.integer({ min: 1, max: 30 }), (steps, quantity) => {
        const prices = steps.map(([price]) => BigInt(price));
        const payment = ownPayments([bid('A', ...steps)], [order('N', quantity)], 1n)[1]?.paymentMinor ?? 0n;
        expect(prices.some((price) => payment <= BigInt(quantity) * price)).toBe(true);
        expect(prices.some((price) => payment >= BigInt(quantity) * price)).toBe(true);
      }),
    );
  });
});

describe('totalQuantity', () => {
  it('sums', () => {
    expect(totalQuantity([{ quantity: 3n }, { quantity: 4n }])).toBe(7n);
    expect(totalQuantity([])).toBe(0n);
  });
});
