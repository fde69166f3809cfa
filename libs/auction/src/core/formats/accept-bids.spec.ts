import * as fc from 'fast-check';
import { acceptBids } from './accept-bids.js';
import { findStopOut } from './stop-out.js';
import type { UnitBid } from './unit-auction.js';
import { totalQuantity } from './unit-payments.js';

const bid = (bidder: string, ...steps: readonly (readonly [price: number, quantity: number])[]): UnitBid => ({
  bidId: `bid of ${bidder}`,
  bidder,
  steps: steps.map(([price, quantity]) => ({ priceMinor: BigInt(price), quantity: BigInt(quantity) })),
});

const accepted = (bids: readonly UnitBid[], supply: number): readonly UnitBid[] =>
  acceptBids(bids, findStopOut(bids, BigInt(supply)), 'seed');

const unitsOf = (bids: readonly UnitBid[]): bigint => totalQuantity(bids.flatMap(({ steps }) => steps));

describe('acceptBids', () => {
  it('accepts everything without a stop-out price', () => {
    const bids = [bid('A', [9, 3]), bid('B', [2, 4])];
    expect(acceptBids(bids, undefined, 'seed')).toEqual(bids);
  });

  it('keeps what is above the stop-out price at its own prices', () => {
    const bids = [bid('A', [9, 3], [8, 1], [5, 5]), bid('B', [5, 5])];
    expect(accepted(bids, 4)).toEqual([bid('A', [9, 3], [8, 1]), bid('B')]);
  });

  it('shares the stop-out price pro rata', () => {
    const bids = [bid('A', [9, 2], [5, 9]), bid('B', [5, 3])];
    expect(accepted(bids, 6)).toEqual([bid('A', [9, 2], [5, 3]), bid('B', [5, 1])]);
  });

  it('treats steps of one bid at the stop-out price as one', () => {
    const bids = [bid('A', [5, 4], [5, 5]), bid('B', [5, 3])];
    expect(accepted(bids, 4)).toEqual([bid('A', [5, 3]), bid('B', [5, 1])]);
  });

  it('keeps the place of a bid of which nothing is left', () => {
    const bids = [bid('A', [1, 4]), bid('B', [9, 3])];
    expect(accepted(bids, 3)).toEqual([bid('A'), bid('B', [9, 3])]);
  });

  it('accepts the supply to the unit when there is demand for it, and no more than was bid', () => {
    const step = fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 5 }));
    const anyBids = fc
      .array(fc.array(step, { maxLength: 4 }), { maxLength: 6 })
      .map((books) => books.map((steps, at) => bid(String(at), ...steps)));
    fc.assert(
      fc.property(anyBids, fc.integer({ min: 1, max: 40 }), (bids, supply) => {
        const part = accepted(bids, supply);
        const demand = unitsOf(bids);
        expect(unitsOf(part)).toBe(demand < BigInt(supply) ? demand : BigInt(supply));
        for (const [at, { steps }] of part.entries())
          expect(totalQuantity(steps) <= totalQuantity(bids[at]?.steps ?? [])).toBe(true);
      }),
    );
  });
});
