import * as fc from 'fast-check';
import { clusteredProportion } from './clustered-proportion.js';
import { valueOf } from './refusal.js';
import { samplingUnits } from './sampling-units.js';
import { scoreInterval, wilsonInterval } from './wilson-interval.js';

const successes = fc.array(fc.constantFrom(0, 1), { minLength: 2, maxLength: 60 });

describe('clusteredProportion', () => {
  it('is Wilson’s for independent rows', () => {
    expect(valueOf(clusteredProportion([1, 1, 0, 1], samplingUnits(4)))).toEqual({
      value: 0.75,
      ...wilsonInterval(3, 4),
      n: 4,
    });
  });

  it('takes clusters of copies for single rows, adjusted for the degrees of freedom', () => {
    const rows = Array.from({ length: 400 }, (_, row) => Number(Math.floor(row / 4) % 5 !== 0));
    const names = rows.map((_, row) => Math.floor(row / 4));
    const copied = valueOf(clusteredProportion(rows, samplingUnits(400, names)));
    const single = wilsonInterval(80, 100);
    expect((copied.upper - copied.lower) / (single.upper - single.lower)).toBeCloseTo(1, 1);
    expect(copied.lower).toBeLessThan(single.lower);
    expect(copied.n).toBe(400);
  });

  it('is never narrower for clusters than for rows, and holds the share', () => {
    fc.assert(
      fc.property(successes, fc.integer({ min: 2, max: 20 }), (rows, clusters) => {
        const names = rows.map((_, row) => row % clusters);
        const { value, lower, upper } = valueOf(clusteredProportion(rows, samplingUnits(rows.length, names)));
        const independent = valueOf(clusteredProportion(rows, samplingUnits(rows.length)));
        expect(lower).toBeLessThanOrEqual(independent.lower + 1e-12);
        expect(upper).toBeGreaterThanOrEqual(independent.upper - 1e-12);
        expect(lower).toBeLessThanOrEqual(value);
        expect(upper).toBeGreaterThanOrEqual(value);
      }),
    );
  });

  it('takes the rows of a cluster for copies where all rows agree', () => {
    const units = samplingUnits(6, ['a', 'a', 'a', 'a', 'b', 'c']);
    expect(valueOf(clusteredProportion([1, 1, 1, 1, 1, 1], units))).toEqual({
      value: 1,
      ...scoreInterval(1, 36 / 18),
      n: 6,
    });
  });

  it('gives one row its interval, but not one cluster', () => {
    expect(valueOf(clusteredProportion([1], samplingUnits(1)))).toMatchObject({ value: 1, upper: 1 });
    expect(clusteredProportion([1, 0], samplingUnits(2, ['a', 'a']))).toMatchObject({
      error: { code: 'too-few-clusters' },
    });
    expect(clusteredProportion([], samplingUnits(0))).toMatchObject({ error: { code: 'no-rows' } });
  });
});
