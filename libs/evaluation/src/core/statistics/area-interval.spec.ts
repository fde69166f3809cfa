import * as fc from 'fast-check';
import { areaInterval } from './area-interval.js';

const classSize = fc.integer({ min: 1, max: 10_000 });
const anyArea = fc.double({ min: 0, max: 1, noNaN: true });

describe('areaInterval', () => {
  it('ends where the observed area lies z standard errors off, as Hanley and McNeil reckon them', () => {
    const [area, positives, negatives] = [0.893, 51, 58];
    const { lower, upper } = areaInterval(area, positives, negatives);
    for (const limit of [lower, upper]) {
      const others = (positives + negatives) / 2 - 1;
      const q = 1 + others * ((1 - limit) / (2 - limit) + limit / (1 + limit));
      const error = Math.sqrt((limit * (1 - limit) * q) / (positives * negatives));
      expect(Math.abs(area - limit) / error).toBeCloseTo(1.959963984540054, 9);
    }
  });

  it('says that one row of a class says next to nothing, however many there are of the other', () => {
    const { lower, upper } = areaInterval(0.5, 1, 1_000_000);
    expect(upper - lower).toBeGreaterThan(0.7);
  });

  it('contains the area, stays within [0, 1], and mirrors with the labels', () => {
    fc.assert(
      fc.property(anyArea, classSize, classSize, (area, positives, negatives) => {
        const { lower, upper } = areaInterval(area, positives, negatives);
        expect(lower).toBeGreaterThanOrEqual(0);
        expect(lower).toBeLessThanOrEqual(area);
        expect(upper).toBeGreaterThanOrEqual(area);
        expect(upper).toBeLessThanOrEqual(1);
        const mirrored = areaInterval(1 - area, negatives, positives);
        expect(mirrored.lower).toBeCloseTo(1 - upper, 9);
        expect(mirrored.upper).toBeCloseTo(1 - lower, 9);
      }),
    );
  });

  it('has width even where all pairs are in order', () => {
    const { lower, upper } = areaInterval(1, 6, 706);
    expect(upper).toBe(1);
    expect(lower).toBeLessThan(0.95);
  });
});
