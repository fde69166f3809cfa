import fc from 'fast-check';
import { bridgeBetween } from './value-bridge.js';

describe('bridge', () => {
  it('sums to its last level to the minor unit, however the levels round', () => {
    const level = fc.double({ min: -1e12, max: 1e12, noNaN: true });
    fc.assert(
      fc.property(fc.array(level, { minLength: 1, maxLength: 12 }), (levels) => {
        const steps = bridgeBetween(levels.map((value) => ({ step: 'fee', level: value })));
        const sum = steps.reduce((total, { amountMinor }) => total + BigInt(amountMinor), 0n);
        expect(Math.abs(Number(sum) - (levels.at(-1) ?? 0))).toBeLessThanOrEqual(0.5);
      }),
    );
  });

  it('shows what each fact adds and takes', () => {
    const steps = bridgeBetween([
      { step: 'receipts-as-today', level: 100.4 },
      { step: 'usage-decay', level: 60.6 },
    ]);
    expect(steps).toEqual([
      { step: 'receipts-as-today', amountMinor: '100' },
      { step: 'usage-decay', amountMinor: '-39' },
    ]);
  });
});
