import fc from 'fast-check';
import { bridgeOf, type BridgeStepName } from './price-bridge.js';

const STEPS: readonly BridgeStepName[] = ['as-today', 'quality-decay', 'usage-change', 'serving-cost'];

describe('price bridge', () => {
  it('names what each level adds to the one before', () => {
    const bridge = bridgeOf([
      { step: 'as-today', levelMinor: 1_000n },
      { step: 'quality-decay', levelMinor: 900n },
      { step: 'serving-cost', levelMinor: -50n },
    ]);
    expect(bridge.map(({ amountMinor }) => amountMinor)).toEqual([1_000n, -100n, -950n]);
  });

  it('sums to the last level', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt(), { minLength: 1, maxLength: 4 }), (levels) => {
        const bridge = bridgeOf(
          levels.map((levelMinor, index) => ({ step: STEPS[index] ?? 'as-today', levelMinor })),
        );
        expect(bridge.reduce((sum, { amountMinor }) => sum + amountMinor, 0n)).toBe(levels.at(-1));
      }),
    );
  });
});
