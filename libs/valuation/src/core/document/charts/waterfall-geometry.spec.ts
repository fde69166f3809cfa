import fc from 'fast-check';
import { waterfallBars } from './waterfall-geometry.js';

const amounts = fc.array(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n }), { maxLength: 20 });

describe('the bars of a waterfall', () => {
  it('each begin where the one before ended, and end at the sum', () => {
    fc.assert(
      fc.property(amounts, (steps) => {
        const bars = waterfallBars(steps.map((amount) => ({ step: 'a', amountMinor: amount.toString() })));
        let levelMinor = 0n;
        for (const { fromMinor, amountMinor, toMinor } of bars) {
          expect(fromMinor).toBe(levelMinor);
          expect(toMinor).toBe(fromMinor + amountMinor);
          levelMinor = toMinor;
        }
        expect(levelMinor).toBe(steps.reduce((sum, amount) => sum + amount, 0n));
      }),
    );
  });

  it('keep their names', () => {
    const bars = waterfallBars([
      { step: 'receipts', amountMinor: '300' },
      { step: 'costs', amountMinor: '-400' },
    ]);
    expect(bars).toEqual([
      { step: 'receipts', amountMinor: 300n, fromMinor: 0n, toMinor: 300n },
      { step: 'costs', amountMinor: -400n, fromMinor: 300n, toMinor: -100n },
    ]);
  });
});
