import { awardsIn, isUndecided } from './awards.js';

describe('awardsIn', () => {
  it('finds the one winner of an item', () => {
    const result = { status: 'sold', winner: 'bdr_1', bidId: 'ab', priceMinor: '1200' };
    expect(awardsIn({ format: 'second-price' }, result)).toEqual([
      { bidder: 'bdr_1', bidId: 'ab', items: undefined, quantity: undefined, priceMinor: 1_200n },
    ]);
  });

  it('finds everybody who was awarded units', () => {
    const result = {
      status: 'partly-sold',
      clearingPriceMinor: '5',
      allocations: [
        { bidId: 'ab', bidder: 'bdr_1', quantity: '3', paymentMinor: '15' },
        { bidId: 'cd', bidder: 'bdr_2', quantity: '1', paymentMinor: '5' },
      ],
    };
    expect(awardsIn({ format: 'uniform-price' }, result).map(({ quantity }) => quantity)).toEqual([3n, 1n]);
  });

  it('names a package by the envelope that held it', () => {
    const result = {
      status: 'sold',
      allocations: [{ bidId: 'ab/2', bidder: 'bdr_1', items: ['x', 'y'], paymentMinor: '7' }],
    };
    expect(awardsIn({ format: 'vcg' }, result)).toEqual([
      { bidder: 'bdr_1', bidId: 'ab', items: ['x', 'y'], quantity: undefined, priceMinor: 7n },
    ]);
  });

  it.each([
    ['second-price', { status: 'unsold' }],
    ['pay-as-bid', { status: 'unsold', reason: 'no-bid-at-reserve' }],
    ['core-selecting', { status: 'undecided' }],
  ] as const)('finds nobody where nothing was sold: %s', (format, result) => {
    expect(awardsIn({ format }, result)).toEqual([]);
  });
});

describe('isUndecided', () => {
  it('tells a search that ended without a proof from a sale that did not come about', () => {
    expect(isUndecided({ status: 'undecided' })).toBe(true);
    expect(isUndecided({ status: 'unsold' })).toBe(false);
  });
});
