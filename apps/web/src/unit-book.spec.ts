import type { UnitAnnouncement } from './auction-view.js';
import { digestAt, outcomeOf } from './outcome-fixture.js';
import { unitBook } from './unit-book.js';

const ANNOUNCED = { format: 'uniform-price', pricing: 'lowest-accepted' } as UnitAnnouncement;

const BIDS = [
  { bidder: 'any price', bid: { nonCompetitiveQuantity: '2' } },
  {
    bidder: 'steps',
    bid: {
      steps: [
        { priceMinor: '9', quantity: '3' },
        { priceMinor: '12', quantity: '5' },
      ],
    },
  },
  { bidder: 'late', bid: { steps: [{ priceMinor: '8', quantity: '5' }] } },
];

test('bids come with their steps from the best price down, and with what they won', () => {
  const allocation = (bidder: string, leaf: number, quantity: string, paymentMinor: string) => ({
    bidder,
    bidId: digestAt(leaf),
    quantity,
    paymentMinor,
  });
  const book = unitBook(
    ANNOUNCED,
    outcomeOf(BIDS, {
      status: 'sold',
      clearingPriceMinor: '9',
      allocations: [allocation('any price', 0, '2', '18'), allocation('steps', 1, '8', '72')],
    }),
  );
  expect(book).toMatchObject({ status: 'sold', clearingPriceMinor: 9n, soldQuantity: 10n });
  expect(
    book.bids.map(({ bidder, wonQuantity, paymentMinor }) => [bidder, wonQuantity, paymentMinor]),
  ).toEqual([
    ['steps', 8n, 72n],
    ['any price', 2n, 18n],
    ['late', 0n, 0n],
  ]);
  expect(book.bids[0]?.steps.map(({ priceMinor }) => priceMinor)).toEqual([12n, 9n]);
  expect(book.bids[1]).toMatchObject({ steps: [], nonCompetitiveQuantity: 2n });
});

test('unsold units say why', () => {
  const book = unitBook(ANNOUNCED, outcomeOf(BIDS, { status: 'unsold', reason: 'below-minimum-fill' }));
  expect(book).toMatchObject({ status: 'unsold', unsoldBecause: 'below-minimum-fill', soldQuantity: 0n });
});
