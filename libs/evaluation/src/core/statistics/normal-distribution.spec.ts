import * as fc from 'fast-check';
import { normalCdf, normalCriticalValue, normalQuantile } from './normal-distribution.js';

const relativeError = (got: number, want: number): number => Math.abs(got - want) / Math.abs(want);

describe('the normal distribution', () => {
  // scipy 1.17.1, norm.cdf.
  it.each([
    [-37, 5.7255712225239266e-300],
    [-8, 6.22096057427174e-16],
    [-3, 0.0013498980316300933],
    [0, 0.5],
    [0.5, 0.6914624612740131],
    [5, 0.9999997133484281],
  ])('lies below %d with the probability of scipy, far into the tail', (x, probability) => {
    expect(relativeError(normalCdf(x), probability)).toBeLessThan(1e-12);
  });

  // scipy 1.17.1, norm.ppf.
  it.each([
    [1e-300, -37.0470962993612],
    [1e-20, -9.262340089798409],
    [0.025, -1.9599639845400545],
    [0.3, -0.5244005127080409],
    [0.999999, 4.753424308817087],
  ])('has the quantile of scipy at %d', (probability, deviate) => {
    expect(relativeError(normalQuantile(probability), deviate)).toBeLessThan(1e-12);
  });

  it('inverts itself', () => {
    fc.assert(
      fc.property(fc.double({ min: -8, max: 5, noNaN: true }), (x) => {
        expect(normalQuantile(normalCdf(x))).toBeCloseTo(x, 8);
      }),
    );
  });

  it('reaches 1.96 standard errors at 95 %', () => {
    expect(normalCriticalValue(0.95)).toBeCloseTo(1.959963984540054, 14);
  });
});
