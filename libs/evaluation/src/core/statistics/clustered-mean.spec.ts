import * as fc from 'fast-check';
import { clusteredMean, clusteredMeanInterval } from './clustered-mean.js';
import { valueOf } from './refusal.js';
import { samplingUnits } from './sampling-units.js';

const scores = fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 2, maxLength: 40 });

describe('clusteredMean', () => {
  it('of independent rows has the usual standard error s/sqrt(n)', () => {
    fc.assert(
      fc.property(scores, (values) => {
        const { mean, standardError } = valueOf(clusteredMean(values, samplingUnits(values.length)));
        const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
        expect(standardError).toBeCloseTo(Math.sqrt(variance / values.length), 10);
      }),
    );
  });

  it('of clusters of copies has that of the originals', () => {
    fc.assert(
      fc.property(scores, fc.integer({ min: 2, max: 5 }), (values, times) => {
        const rows = values.flatMap((value) => Array.from({ length: times }, () => value));
        const names = rows.map((_, row) => Math.floor(row / times));
        const copied = valueOf(clusteredMean(rows, samplingUnits(rows.length, names)));
        const original = valueOf(clusteredMean(values, samplingUnits(values.length)));
        expect(copied.standardError).toBeCloseTo(original.standardError, 10);
        expect(copied.clusters).toBe(values.length);
      }),
    );
  });

  it('adds up all pairs of rows within clusters (Miller 2024, appendix A)', () => {
    const values = [1, 0, 1, 1, 0, 1];
    const names = ['a', 'a', 'b', 'b', 'b', 'c'];
    const mean = 4 / 6;
    let sum = 0;
    values.forEach((one, i) => {
      values.forEach((other, j) => {
        if (names[i] === names[j]) sum += (one - mean) * (other - mean);
      });
    });
    const { uncorrectedStandardError } = valueOf(clusteredMean(values, samplingUnits(6, names)));
    expect(uncorrectedStandardError).toBeCloseTo(Math.sqrt(sum) / 6, 12);
  });

  it('has Student’s interval by clusters', () => {
    const mean = { mean: 0.5, n: 100, clusters: 10, standardError: 0.1, uncorrectedStandardError: 0.09 };
    expect(clusteredMeanInterval(mean).upper).toBeCloseTo(0.5 + 0.1 * 2.262157162798205, 10);
  });

  it.each([
    [[], undefined, 'no-rows'],
    [[1], undefined, 'too-few-rows'],
    [[1, 0], ['a', 'a'], 'too-few-clusters'],
  ])('refuses %j of clusters %j', (values, names, code) => {
    expect(clusteredMean(values, samplingUnits(values.length, names))).toMatchObject({ error: { code } });
  });
});
