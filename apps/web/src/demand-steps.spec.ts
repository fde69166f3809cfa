import { clearUnits } from '#core/auction';
import fc from 'fast-check';
import { demandOf } from './demand-steps.js';
import type { UnitBid, UnitStep } from './unit-book.js';

const bidOf = (steps: readonly UnitStep[], bidder = 'b'): UnitBid => ({
  bidId: bidder,
  bidder,
  steps,
  nonCompetitiveQuantity: undefined,
  wonQuantity: 0n,
  paymentMinor: 0n,
});

const takes = (wonQuantity: bigint): UnitBid => ({
  ...bidOf([], 'taker'),
  nonCompetitiveQuantity: 9n,
  wonQuantity,
});

const step = (priceMinor: bigint, quantity: bigint): UnitStep => ({ priceMinor, quantity });
const terms = (supply: string, capPerBidder: string) => ({ supply, capPerBidder, reserveMinor: '5' });

test('steps of one price are one level, and levels follow each other', () => {
  const bids = [bidOf([step(9n, 3n), step(7n, 2n)], 'a'), bidOf([step(8n, 1n), step(7n, 4n)], 'b')];
  expect(demandOf(terms('10', '100'), bids)).toEqual({
    levels: [
      { priceMinor: 9n, from: 0n, to: 3n },
      { priceMinor: 8n, from: 3n, to: 4n },
      { priceMinor: 7n, from: 4n, to: 10n },
    ],
    servedFirst: 0n,
    stopOutMinor: 7n,
  });
});

test('units without a price of their own stand first, as far as they were awarded', () => {
  const { levels, servedFirst } = demandOf(terms('10', '100'), [takes(2n), bidOf([step(9n, 3n)])]);
  expect(servedFirst).toBe(2n);
  expect(levels).toEqual([{ priceMinor: 9n, from: 2n, to: 5n }]);
});

test('of each bidder the best prices count, up to the cap, and nothing below the reserve', () => {
  const { levels } = demandOf(terms('10', '4'), [
    bidOf([step(9n, 3n), step(8n, 3n)]),
    bidOf([step(4n, 1n)], 'c'),
  ]);
  expect(levels).toEqual([
    { priceMinor: 9n, from: 0n, to: 3n },
    { priceMinor: 8n, from: 3n, to: 4n },
  ]);
});

test('there is no stop-out price where demand ends before the supply', () => {
  expect(demandOf(terms('10', '100'), [bidOf([step(9n, 9n)])]).stopOutMinor).toBeUndefined();
});

/** Prices of each schedule descend, as the page reads them. */
const schedule = fc
  .uniqueArray(fc.bigInt({ min: 1n, max: 12n }), { minLength: 1, maxLength: 4 })
  .chain((prices) =>
    fc.tuple(
      ...prices
        .sort((a, b) => (a > b ? -1 : 1))
        .map((priceMinor) =>
          fc.bigInt({ min: 1n, max: 9n }).map((quantity): UnitStep => ({ priceMinor, quantity })),
        ),
    ),
  );

test('the stop-out price is the one at which the auction cleared', () => {
  fc.assert(
    fc.property(
      fc.array(schedule, { minLength: 1, maxLength: 6 }),
      fc.bigInt({ min: 1n, max: 30n }),
      fc.bigInt({ min: 1n, max: 12n }),
      (schedules, supply, capPerBidder) => {
        const bids = schedules.map((steps, at) => bidOf(steps, `b${String(at)}`));
        const cleared = clearUnits({
          supply,
          reserveMinor: 5n,
          pricing: 'lowest-accepted',
          bids,
          nonCompetitive: [],
          capPerBidder,
          affiliates: new Map(),
          minimumFill: 0n,
          tieSeed: '00',
        });
        const { stopOutMinor } = demandOf(terms(String(supply), String(capPerBidder)), bids);
        if (cleared.status === 'unsold') expect(stopOutMinor).toBeUndefined();
        else expect(cleared.clearingPriceMinor).toBe(stopOutMinor ?? 5n);
      },
    ),
  );
});
