import fc from 'fast-check';
import { rangeOf, sortedCopy } from '../quantiles.js';
import { expectedHammer } from './expected-hammer.js';

const BOUNDLESS = { p10: Infinity, p50: Infinity, p90: Infinity };
const values = Float64Array.from({ length: 101 }, (_, index) => index);

describe('expected hammer', () => {
  it('has its median at the fifteenth percentile of the values', () => {
    expect(expectedHammer(values, 0.3, BOUNDLESS).p50).toBe(15);
  });

  it('spreads with the tastes of bidders', () => {
    const narrow = expectedHammer(values, 0.1, BOUNDLESS);
    const wide = expectedHammer(values, 0.8, BOUNDLESS);
    expect(wide.p10).toBeLessThan(narrow.p10);
    expect(wide.p90).toBeGreaterThan(narrow.p90);
    expect(wide.p50).toBe(narrow.p50);
  });

  it('is nothing where all values are losses', () => {
    expect(expectedHammer(Float64Array.of(-3, -2, -1), 0.3, BOUNDLESS)).toEqual({ p10: 0, p50: 0, p90: 0 });
  });

  it('is in order and below the appraised value, whatever the values', () => {
    const amount = fc.double({ min: -1e9, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(fc.array(amount, { minLength: 2, maxLength: 60 }), (drawn) => {
        const ceiling = rangeOf(sortedCopy(Float64Array.from(drawn, Math.abs)));
        const { p10, p50, p90 } = expectedHammer(Float64Array.from(drawn, Math.abs), 0.3, ceiling);
        expect(p10).toBeLessThanOrEqual(p50);
        expect(p50).toBeLessThanOrEqual(p90);
        expect(p10).toBeLessThanOrEqual(ceiling.p10);
        expect(p50).toBeLessThanOrEqual(ceiling.p50);
        expect(p90).toBeLessThanOrEqual(ceiling.p90);
      }),
    );
  });
});
