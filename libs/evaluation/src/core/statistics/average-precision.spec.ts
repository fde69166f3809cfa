import * as fc from 'fast-check';
import { averagePrecision } from './average-precision.js';
import { valueOf } from './refusal.js';

const rows = fc
  .array(fc.tuple(fc.constantFrom(0, 1), fc.integer({ min: 0, max: 6 })), { minLength: 1, maxLength: 30 })
  .map((pairs) => ({ label: pairs.map(([label]) => label), score: pairs.map(([, score]) => score) }))
  .filter(({ label }) => label.includes(1));

/** Σ (R_n − R_{n−1}) P_n over the thresholds, highest first. */
function naive(label: readonly number[], score: readonly number[]): number {
  const positives = label.filter((truth) => truth === 1).length;
  const thresholds = [...new Set(score)].sort((a, b) => b - a);
  let [previous, sum] = [0, 0];
  for (const threshold of thresholds) {
    const answered = label.filter((_, row) => (score[row] ?? 0) >= threshold);
    const found = answered.filter((truth) => truth === 1).length;
    sum += (found / positives - previous) * (found / answered.length);
    previous = found / positives;
  }
  return sum;
}

describe('averagePrecision', () => {
  // The example of scikit-learn's documentation of average_precision_score.
  it('is 0.83 for scikit-learn’s four rows', () => {
    expect(valueOf(averagePrecision([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]))).toBeCloseTo(5 / 6, 14);
  });

  it('is the step sum over all thresholds', () => {
    fc.assert(
      fc.property(rows, ({ label, score }) => {
        expect(valueOf(averagePrecision(label, score))).toBeCloseTo(naive(label, score), 12);
      }),
    );
  });

  it('is the share of positives where all scores tie', () => {
    expect(valueOf(averagePrecision([1, 0, 0, 0], [0.5, 0.5, 0.5, 0.5]))).toBe(0.25);
  });

  it('refuses rows without positives', () => {
    expect(averagePrecision([0, 0], [0.1, 0.2])).toMatchObject({ error: { code: 'no-positives' } });
  });
});
