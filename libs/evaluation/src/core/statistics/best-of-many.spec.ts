import * as fc from 'fast-check';
import { seededRandom } from '#libs/kernel';
import { bestOfMany, expectedMaximum } from './best-of-many.js';
import { normalCriticalValue } from './normal-distribution.js';
import { valueOf } from './refusal.js';

const equals = (count: number): number[] => Array.from({ length: count }, () => 1);

describe('expectedMaximum', () => {
  // Closed forms for 2 and 3; the others from the table of H. L. Harter 1961, Biometrika 48, 151-165.
  it.each([
    [2, 1 / Math.sqrt(Math.PI), 12],
    [3, 1.5 / Math.sqrt(Math.PI), 12],
    [5, 1.16296, 5],
    [10, 1.53875, 5],
    [100, 2.50759, 5],
  ])('of %i standard normal deviates is the tabulated one', (count, expected, digits) => {
    expect(expectedMaximum(equals(count))).toBeCloseTo(expected, digits);
  });

  it('of two is sqrt((s² + t²)/2π), whatever their deviations', () => {
    const deviation = fc.double({ min: 0.02, max: 1, noNaN: true });
    fc.assert(
      fc.property(deviation, deviation, (s, t) => {
        expect(expectedMaximum([s, t])).toBeCloseTo(Math.hypot(s, t) / Math.sqrt(2 * Math.PI), 10);
      }),
      { numRuns: 25 },
    );
  });

  it('takes what is known exactly for a constant', () => {
    // E max(0, Z).
    expect(Math.abs(expectedMaximum([1, 0]) - 1 / Math.sqrt(2 * Math.PI))).toBeLessThan(3e-6);
  });

  it.each([[[]], [[2]], [[0, 0]]])('is 0 for deviations %j', (deviations) => {
    expect(expectedMaximum(deviations)).toBe(0);
  });
});

describe('bestOfMany', () => {
  it('is the ordinary interval where one was tried', () => {
    const best = valueOf(bestOfMany([{ value: 0.8, standardError: 0.02 }]));
    expect(best.expectedOptimism).toBe(0);
    expect(best.upper - best.value).toBeCloseTo(0.02 * normalCriticalValue(0.95), 12);
  });

  it('picks the first of the best and reaches further the more were tried', () => {
    const candidates = [0.7, 0.9, 0.8, 0.9].map((value) => ({ value, standardError: 0.05 }));
    const best = valueOf(bestOfMany(candidates));
    expect(best).toMatchObject({ index: 1, value: 0.9, tried: 4 });
    expect(best.expectedOptimism).toBeCloseTo(0.05 * expectedMaximum(equals(4)), 12);
    const fewer = valueOf(bestOfMany(candidates.slice(0, 2)));
    expect(best.upper - best.lower).toBeGreaterThan(fewer.upper - fewer.lower);
  });

  it('covers the truth of what was picked, where the naive interval does not', () => {
    const random = seededRandom('the winner’s curse');
    const [trials, tried, standardError] = [150, 20, 0.03];
    const naiveReach = normalCriticalValue(0.95) * standardError;
    let [covered, coveredNaively, excess, optimism] = [0, 0, 0, 0];
    for (let trial = 0; trial < trials; trial += 1) {
      const candidates = Array.from({ length: tried }, () => ({
        value: 0.7 + standardError * random.normal(),
        standardError,
      }));
      const best = valueOf(bestOfMany(candidates));
      if (best.lower <= 0.7 && 0.7 <= best.upper) covered += 1;
      if (Math.abs(best.value - 0.7) <= naiveReach) coveredNaively += 1;
      excess += (best.value - 0.7) / trials;
      optimism = best.expectedOptimism;
    }
    expect(covered / trials).toBeGreaterThan(0.9);
    expect(coveredNaively / trials).toBeLessThan(0.75);
    expect(excess / optimism).toBeCloseTo(1, 1);
  });

  it('refuses nothing and asserts on what is no number', () => {
    expect(bestOfMany([])).toMatchObject({ error: { code: 'no-rows' } });
    expect(() => bestOfMany([{ value: NaN, standardError: 1 }])).toThrow('finite');
    expect(() => bestOfMany([{ value: 1, standardError: -1 }])).toThrow('negative');
  });
});
