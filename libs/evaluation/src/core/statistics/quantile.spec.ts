import * as fc from 'fast-check';
import { linearQuantile } from './quantile.js';

/** Zero has one sign here: added to a difference of zero, -0 is 0. */
const value = fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((drawn) => drawn + 0);

const sample = fc
  .array(value, { minLength: 1, maxLength: 40 })
  .map((values) => Float64Array.from(values).sort());

describe('linearQuantile', () => {
  // numpy 2.4.6, quantile([1, 2, 4, 8, 16], q) in its default method.
  it.each([
    [0, 1],
    [0.1, 1.4],
    [0.5, 4],
    [0.9, 12.8],
    [0.975, 15.2],
    [1, 16],
  ])('at %d is numpy’s', (probability, value) => {
    expect(linearQuantile([1, 2, 4, 8, 16], probability)).toBeCloseTo(value, 12);
  });

  it('rises from the least to the greatest value', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(sample, share, share, (sorted, p, q) => {
        const [low, high] = [Math.min(p, q), Math.max(p, q)];
        expect(linearQuantile(sorted, low)).toBeLessThanOrEqual(linearQuantile(sorted, high) + 1e-6);
        expect(linearQuantile(sorted, 0)).toBe(sorted[0]);
        expect(linearQuantile(sorted, 1)).toBe(sorted.at(-1));
      }),
    );
  });

  it('asserts on no values and on a probability above 1', () => {
    expect(() => linearQuantile([], 0.5)).toThrow('nothing');
    expect(() => linearQuantile([1], 1.1)).toThrow('out of range');
  });
});
