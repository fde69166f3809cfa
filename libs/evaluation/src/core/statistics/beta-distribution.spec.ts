import * as fc from 'fast-check';
import { betaQuantile, incompleteBeta } from './beta-distribution.js';

const relativeError = (got: number, want: number): number => Math.abs(got - want) / want;

const parameter = fc.double({ min: 0.05, max: 5_000, noNaN: true });

describe('incompleteBeta', () => {
  // scipy 1.17.1, betainc.
  it.each([
    [0.1, 0.5, 0.5, 0.20483276469913345],
    [0.5, 2, 3, 0.6875],
    [0.001, 1, 200, 0.1813511705213643],
    [0.85, 851, 150, 0.486458094680357],
    [0.5, 5_000, 5_000, 0.5],
    [0.4999, 1e6, 1e6, 0.38864871786231014],
    [0.99, 661, 2, 0.00991398564545932],
    [1e-10, 0.3, 7, 0.0019676031372275636],
  ])('of %d with %d and %d is scipy’s', (x, a, b, probability) => {
    expect(relativeError(incompleteBeta(x, a, b), probability)).toBeLessThan(1e-10);
  });

  it('is x to the power of a where b is 1 (DLMF 8.17.7)', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.001, max: 0.999, noNaN: true }),
        fc.integer({ min: 1, max: 50 }),
        (x, a) => {
          expect(incompleteBeta(x, a, 1)).toBeCloseTo(x ** a, 12);
        },
      ),
    );
  });

  it('mirrors (DLMF 8.17.4) and rises', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 0.98, noNaN: true }), parameter, parameter, (x, a, b) => {
        expect(incompleteBeta(x, a, b)).toBeCloseTo(1 - incompleteBeta(1 - x, b, a), 9);
        expect(incompleteBeta(x + 0.01, a, b)).toBeGreaterThanOrEqual(incompleteBeta(x, a, b) - 1e-12);
      }),
    );
  });

  it('asserts on parameters that are not positive', () => {
    expect(() => incompleteBeta(0.5, 0, 1)).toThrow('out of range');
  });
});

describe('betaQuantile', () => {
  // scipy 1.17.1, betaincinv.
  it.each([
    [0.025, 5, 6, 0.18708602844739855],
    [0.975, 851, 150, 0.8715751888838272],
    [0.025, 999, 2, 0.9944410757201734],
    [0.5, 0.2, 0.3, 0.23913503614798193],
    [1e-8, 3, 4, 0.0007941735408983302],
    [0.975, 1, 1_000_000, 3.688872650206488e-6],
    [0.3, 40_000, 60_000, 0.39918711766302944],
  ])('at %d with %d and %d is scipy’s', (probability, a, b, x) => {
    expect(relativeError(betaQuantile(probability, a, b), x)).toBeLessThan(1e-9);
  });

  it('inverts the distribution function', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.001, max: 0.999, noNaN: true }),
        parameter,
        parameter,
        (probability, a, b) => {
          // Below 1 the density grows without bound towards 1, where doubles are too coarse to invert it.
          fc.pre(a > 0.3 && b >= 1);
          expect(incompleteBeta(betaQuantile(probability, a, b), a, b)).toBeCloseTo(probability, 9);
        },
      ),
    );
  });
});
