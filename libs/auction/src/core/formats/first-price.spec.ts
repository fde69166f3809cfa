import * as fc from 'fast-check';
import { clearSecondPrice, type SecondPriceInput } from '../second-price.js';
import { clearFirstPrice } from './first-price.js';

const anyInput: fc.Arbitrary<SecondPriceInput> = fc.record({
  reserveMinor: fc.bigInt({ min: 0n, max: 6n }),
  bids: fc
    .array(fc.tuple(fc.constantFrom('A', 'B', 'C', 'D'), fc.bigInt({ min: 0n, max: 8n })), { maxLength: 7 })
    .map((bids) =>
      bids.map(([bidder, priceMinor], at) => ({ bidId: `bid-${String(at)}`, bidder, priceMinor })),
    ),
  tieSeed: fc.string(),
});

describe('clearFirstPrice', () => {
  it('charges the highest bid', () => {
    const bids = [
      { bidId: 'a', bidder: 'A', priceMinor: 50n },
      { bidId: 'b', bidder: 'B', priceMinor: 80n },
    ];
    expect(clearFirstPrice({ reserveMinor: 10n, bids, tieSeed: 's' })).toEqual({
      status: 'sold',
      winner: 'B',
      bidId: 'b',
      priceMinor: 80n,
    });
  });

  it('sells nothing below the reserve', () => {
    const bids = [{ bidId: 'a', bidder: 'A', priceMinor: 50n }];
    expect(clearFirstPrice({ reserveMinor: 51n, bids, tieSeed: 's' })).toEqual({ status: 'unsold' });
  });

  it('charges the best price that anybody named, to whom the second-price auction sells', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const second = clearSecondPrice(input);
        const first = clearFirstPrice(input);
        if (second.status === 'unsold' || first.status === 'unsold') {
          expect(first).toEqual(second);
          return;
        }
        expect(first.winner).toBe(second.winner);
        expect(input.bids.every(({ priceMinor }) => priceMinor <= first.priceMinor)).toBe(true);
        expect(input.bids).toContainEqual({
          bidId: first.bidId,
          bidder: first.winner,
          priceMinor: first.priceMinor,
        });
      }),
    );
  });
});
