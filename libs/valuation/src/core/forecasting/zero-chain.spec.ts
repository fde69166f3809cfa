import fc from 'fast-check';
import { zeroChanceAt, zeroChainOf } from './zero-chain.js';

describe('zeros of an amount', () => {
  it('are not expected of a series that never had any', () => {
    expect(zeroChanceAt(zeroChainOf([3, 2, 1]), 10)).toBe(0);
  });

  it('are expected to stay after a series has ended', () => {
    const ended = zeroChainOf([9, 8, 7, 6, 5, 0, 0, 0, 0, 0, 0]);
    expect(zeroChanceAt(ended, 1)).toBeGreaterThan(0.9);
  });

  it('are as likely far ahead as they were on the whole', () => {
    const chain = zeroChainOf(Array.from({ length: 400 }, (_, point) => (point % 4 === 3 ? 0 : 1)));
    expect(zeroChanceAt(chain, 50)).toBeCloseTo(0.25, 1);
  });

  it('follow the chain step by step', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 0.5, noNaN: true }),
        fc.double({ min: 0.01, max: 0.5, noNaN: true }),
        fc.boolean(),
        fc.integer({ min: 1, max: 20 }),
        (ceasing, returning, lastIsZero, ahead) => {
          let zero = lastIsZero ? 1 : 0;
          for (let step = 0; step < ahead; step += 1) zero = zero * (1 - returning) + (1 - zero) * ceasing;
          expect(zeroChanceAt({ ceasing, returning, lastIsZero }, ahead)).toBeCloseTo(zero, 10);
        },
      ),
    );
  });
});
