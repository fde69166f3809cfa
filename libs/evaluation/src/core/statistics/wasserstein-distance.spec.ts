import * as fc from 'fast-check';
import { valueOf } from './refusal.js';
import { wassersteinDistance } from './wasserstein-distance.js';

const value = fc.integer({ min: -20, max: 20 });
const sample = fc.array(value, { minLength: 1, maxLength: 15 });

const between = (first: readonly number[], second: readonly number[]): number =>
  valueOf(wassersteinDistance(first, second));

describe('wassersteinDistance', () => {
  // scipy 1.17.1, wasserstein_distance.
  it.each([
    [[1.2, 3.1, 0.4, 2.2, 5.5], [2.5, 4.1, 6.3, 3.3, 7, 8.1, 2.9], 2.405714285714286],
    [[1, 1, 2, 3], [1, 2, 2, 5, 6], 1.45],
  ])('of %j and %j is scipy’s', (first, second, distance) => {
    expect(between(first, second)).toBeCloseTo(distance, 12);
  });

  it('is the mean distance of the values in order, where there are as many of either', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 15 }), (pairs) => {
        const [first, second] = [pairs.map(([a]) => a), pairs.map(([, b]) => b)];
        const inOrder = second.toSorted((a, b) => a - b);
        const moved = first
          .toSorted((a, b) => a - b)
          .reduce((sum, a, rank) => sum + Math.abs(a - (inOrder[rank] ?? 0)), 0);
        expect(between(first, second)).toBeCloseTo(moved / pairs.length, 10);
      }),
    );
  });

  it('is a metric', () => {
    fc.assert(
      fc.property(sample, sample, sample, (a, b, c) => {
        expect(between(a, a)).toBe(0);
        expect(between(a, b)).toBeCloseTo(between(b, a), 12);
        expect(between(a, c)).toBeLessThanOrEqual(between(a, b) + between(b, c) + 1e-12);
      }),
    );
  });

  it('is as long as a shift', () => {
    expect(between([1, 2, 4], [1.5, 2.5, 4.5])).toBeCloseTo(0.5, 12);
  });

  it('refuses an empty sample and asserts on what is no number', () => {
    expect(wassersteinDistance([1], [])).toMatchObject({ error: { code: 'no-rows' } });
    expect(() => wassersteinDistance([NaN], [1])).toThrow('finite');
  });
});
