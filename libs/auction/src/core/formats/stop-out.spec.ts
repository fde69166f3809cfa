import * as fc from 'fast-check';
import { findStopOut, type StopOut } from './stop-out.js';
import type { UnitBid } from './unit-auction.js';

type Steps = readonly (readonly [price: number, quantity: number])[];

const bidsOf = (books: readonly Steps[]): UnitBid[] =>
  books.map((steps, at) => ({
    bidId: `bid-${String(at)}`,
    bidder: String(at),
    steps: steps.map(([price, quantity]) => ({ priceMinor: BigInt(price), quantity: BigInt(quantity) })),
  }));

const stopOut = (supply: number, ...books: readonly Steps[]): StopOut | undefined =>
  findStopOut(bidsOf(books), BigInt(supply));

/** The rule read aloud: single units from the best price down; the last of them that the supply reaches. */
function unitByUnit(bids: readonly UnitBid[], supply: bigint): StopOut | undefined {
  const prices = bids
    .flatMap(({ steps }) =>
      steps.flatMap(({ priceMinor, quantity }) => Array.from({ length: Number(quantity) }, () => priceMinor)),
    )
    .sort((a, b) => Number(b - a));
  const priceMinor = prices[Number(supply) - 1];
  if (priceMinor === undefined) return undefined;
  const within = prices.slice(0, Number(supply));
  return {
    priceMinor,
    available: BigInt(within.filter((price) => price === priceMinor).length),
    highestRejectedMinor: prices[Number(supply)],
  };
}

describe('findStopOut', () => {
  it('is where the last unit goes', () => {
    expect(stopOut(5, [[9, 3]], [[7, 4]])).toEqual({
      priceMinor: 7n,
      available: 2n,
      highestRejectedMinor: 7n,
    });
  });

  it('turns away the next price when a price fits exactly', () => {
    expect(stopOut(5, [[9, 3]], [[7, 2]], [[4, 1]])).toEqual({
      priceMinor: 7n,
      available: 2n,
      highestRejectedMinor: 4n,
    });
  });

  it('turns nothing away when all demand fits exactly', () => {
    expect(stopOut(5, [[9, 3]], [[7, 2]])).toEqual({
      priceMinor: 7n,
      available: 2n,
      highestRejectedMinor: undefined,
    });
  });

  it('is nowhere when demand ends before the supply does', () => {
    expect(stopOut(5, [[9, 3]], [[7, 1]])).toBeUndefined();
    expect(stopOut(5)).toBeUndefined();
  });

  it('adds up what is asked for at one price in several steps', () => {
    const two: Steps = [
      [7, 1],
      [7, 2],
    ];
    expect(stopOut(4, two, [[7, 2]])).toEqual({ priceMinor: 7n, available: 4n, highestRejectedMinor: 7n });
  });

  it('is what counting unit by unit finds', () => {
    const step = fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 1, max: 5 }));
    const books = fc.array(fc.array(step, { maxLength: 4 }), { maxLength: 6 });
    fc.assert(
      fc.property(books, fc.bigInt({ min: 1n, max: 40n }), (drawn, supply) => {
        const bids = bidsOf(drawn);
        expect(findStopOut(bids, supply)).toEqual(unitByUnit(bids, supply));
      }),
      { numRuns: 500 },
    );
  });
});
