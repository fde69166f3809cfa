import * as fc from 'fast-check';
import { jensenShannonDistance, populationStabilityIndex } from './histogram-drift.js';
import { valueOf } from './refusal.js';

const histogram = fc
  .array(fc.integer({ min: 0, max: 30 }), { minLength: 4, maxLength: 4 })
  .filter((counts) => counts.some((count) => count > 0));

const distance = (first: readonly number[], second: readonly number[]): number =>
  valueOf(jensenShannonDistance(first, second));

describe('jensenShannonDistance', () => {
  // scipy 1.17.1, jensenshannon(p, q, base=2).
  it('is scipy’s', () => {
    expect(distance([1, 2, 3, 4], [4, 3, 2, 1])).toBeCloseTo(0.3918681606471551, 12);
  });

  it('is 1 where no bin is shared', () => {
    expect(distance([5, 0, 5], [0, 10, 0])).toBeCloseTo(1, 12);
  });

  it('is a metric', () => {
    fc.assert(
      fc.property(histogram, histogram, histogram, (a, b, c) => {
        expect(distance(a, a)).toBe(0);
        expect(distance(a, b)).toBeCloseTo(distance(b, a), 12);
        expect(distance(a, c)).toBeLessThanOrEqual(distance(a, b) + distance(b, c) + 1e-9);
      }),
    );
  });

  it('knows shares only, not counts', () => {
    expect(distance([2, 4, 6], [1, 1, 2])).toBeCloseTo(distance([1, 2, 3], [10, 10, 20]), 12);
  });
});

describe('populationStabilityIndex', () => {
  it('adds up (q − p) ln(q/p)', () => {
    const index = valueOf(populationStabilityIndex([1, 2, 7], [3, 3, 4]));
    expect(index).toBeCloseTo(0.2 * Math.log(3) + 0.1 * Math.log(1.5) - 0.3 * Math.log(4 / 7), 12);
  });

  it('is symmetric and not negative', () => {
    fc.assert(
      fc.property(histogram, histogram, (a, b) => {
        const index = valueOf(populationStabilityIndex(a, b));
        expect(index).toBeGreaterThanOrEqual(0);
        expect(valueOf(populationStabilityIndex(b, a))).toBeCloseTo(index, 12);
      }),
    );
  });

  it('counts an empty bin as a share of 0.0001', () => {
    const index = valueOf(populationStabilityIndex([0, 10], [5, 5]));
    expect(index).toBeCloseTo(0.4999 * Math.log(5_000) + 0.5 * Math.log(2), 12);
  });

  it('refuses an empty histogram', () => {
    expect(populationStabilityIndex([0, 0], [1, 2])).toMatchObject({ error: { code: 'no-rows' } });
  });
});
