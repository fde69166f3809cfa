import fc from 'fast-check';
import { sumOfSquares } from './compensated-sum.js';

/** Exact for integers: the oracle in whole numbers. */
const exactly = (values: readonly number[]): number =>
  Number(values.reduce((sum, value) => sum + BigInt(value) ** 2n, 0n));

describe('sumOfSquares', () => {
  it('rounds once, at the end', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -(2 ** 50), max: 2 ** 50 }), { maxLength: 50 }), (values) => {
        expect(sumOfSquares(Float64Array.from(values))).toBe(exactly(values));
      }),
    );
  });

  it('keeps small squares beside a large one, which plain summation loses', () => {
    const values = Float64Array.of(1e8, ...Array.from({ length: 1000 }, () => 0.5));
    expect(sumOfSquares(values)).toBe(1e16 + 250);
    expect(values.reduce((sum, value) => sum + value * value, 0)).not.toBe(1e16 + 250);
  });

  it.each([[[1e200]], [[Number.NaN]], [[Infinity, 1]]])('of %j is not finite', (values) => {
    expect(Number.isFinite(sumOfSquares(Float64Array.from(values)))).toBe(false);
  });
});
