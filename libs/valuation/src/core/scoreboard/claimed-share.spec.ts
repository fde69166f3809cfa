import fc from 'fast-check';
import { isWithin } from './claimed-share.js';

const amount = fc.integer({ min: 1, max: 100 });

describe('what an unsold lot says of a range', () => {
  it('is what every price below the reserve says, or nothing', () => {
    fc.assert(
      fc.property(amount, fc.integer({ min: 0, max: 100 }), amount, (reserve, lower, width) => {
        const upper = lower + width;
        const known = isWithin({ state: 'unsold', reserveMinor: BigInt(reserve) }, lower, upper);
        // Prices between whole amounts do not occur, but bounds may lie there: halves stand for them.
        const prices = Array.from({ length: 2 * reserve }, (_, half) => half / 2);
        const kept = new Set(prices.map((price) => lower <= price && price <= upper));
        expect(known).toBe(kept.size === 2 ? null : kept.has(true));
      }),
    );
  });

  it('leaves nothing open for a lot that was sold', () => {
    const sold = { state: 'sold', priceMinor: 50n } as const;
    expect([isWithin(sold, 50, 60), isWithin(sold, 40, 50), isWithin(sold, 51, 60)]).toEqual([
      true,
      true,
      false,
    ]);
  });
});
