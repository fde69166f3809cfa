import { asId } from '#libs/kernel';
import { chooseAuction } from './choose-auction.js';
import { contenderOf, valuationOf } from './market-fixture.js';
import type { Auction } from './auction-view.js';

const auctionOf = (name: string, state: Auction['state'], valuation = name): Auction =>
  ({ id: asId('auction', name), valuationId: asId('valuation', valuation), state }) as Auction;

const contenders = ['first', 'second'].map((name) =>
  contenderOf({ valuations: [valuationOf({ id: asId('valuation', name) })] }),
);

const chosen = (auctions: readonly Auction[], picked?: Auction['id']): string | undefined =>
  chooseAuction(auctions, contenders, picked)?.id;

test('what is under way comes before what is over', () => {
  expect(chosen([auctionOf('a', 'unsold'), auctionOf('b', 'settled'), auctionOf('c', 'closed')])).toBe('c');
  expect(chosen([auctionOf('a', 'cancelled'), auctionOf('b', 'unsold'), auctionOf('c', 'settled')])).toBe(
    'c',
  );
});

test('what came to a price comes before what was not paid for, and that before what was void', () => {
  const ended = (['cancelled', 'void', 'defaulted', 'settled'] as const).map((state) =>
    auctionOf(state, state),
  );
  const order = [4, 3, 2].map((count) => chosen(ended.slice(0, count)));
  expect(order).toEqual(['settled', 'defaulted', 'void'].map((state) => asId('auction', state)));
});

test('of several that of the model that is listed first, then the newest', () => {
  const auctions = [
    auctionOf('a', 'settled', 'unlisted'),
    auctionOf('b', 'settled', 'second'),
    auctionOf('c', 'settled', 'first'),
    auctionOf('d', 'settled', 'first'),
  ];
  expect(chosen(auctions)).toBe('c');
});

test('the reader may pick another', () => {
  const auctions = [auctionOf('a', 'open'), auctionOf('b', 'unsold')];
  expect(chosen(auctions, asId('auction', 'b'))).toBe('b');
  expect(chosen(auctions, asId('auction', 'gone'))).toBe('a');
});

test('without an auction there is none', () => {
  expect(chosen([])).toBeUndefined();
});
