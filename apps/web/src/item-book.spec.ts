import { itemBook } from './item-book.js';
import type { ItemAnnouncement } from './auction-view.js';
import { digestAt, outcomeOf } from './outcome-fixture.js';

const ANNOUNCED = { format: 'second-price', reserveMinor: '100' } as ItemAnnouncement;

const BIDS = [
  { bidder: 'low', bid: { priceMinor: '90' } },
  { bidder: 'second', bid: { priceMinor: '120' } },
  { bidder: 'first', bid: { priceMinor: '1000' } },
];

test('bids come from the highest down, each with what became of it', () => {
  const result = { status: 'sold', winner: 'first', bidId: digestAt(2), priceMinor: '120' };
  const book = itemBook(ANNOUNCED, outcomeOf(BIDS, result));
  expect(book.bids.map(({ bidder, standing }) => [bidder, standing])).toEqual([
    ['first', 'won'],
    ['second', 'outbid'],
    ['low', 'below-reserve'],
  ]);
  expect(book).toMatchObject({ status: 'sold', priceMinor: 120n });
});

test('of equal bids the one that won comes first', () => {
  const equal = ['a', 'b', 'c'].map((bidder) => ({ bidder, bid: { priceMinor: '200' } }));
  const result = { status: 'sold', winner: 'b', bidId: digestAt(1), priceMinor: '200' };
  const { bids } = itemBook(ANNOUNCED, outcomeOf(equal, result));
  expect(bids.map(({ bidder }) => bidder)).toEqual(['b', 'a', 'c']);
});

test('what stayed unsold has no price and no winner', () => {
  const book = itemBook(ANNOUNCED, outcomeOf(BIDS.slice(0, 1), { status: 'unsold' }));
  expect(book).toMatchObject({ status: 'unsold', priceMinor: undefined });
  expect(book.bids.map(({ standing }) => standing)).toEqual(['below-reserve']);
});

test('a bid of another format is not read', () => {
  const packages = [{ bidder: 'a', bid: { packages: [{ items: ['x'], priceMinor: '1' }] } }];
  expect(() => itemBook(ANNOUNCED, outcomeOf(packages, { status: 'unsold' }))).toThrow();
});
