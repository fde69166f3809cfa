import * as fc from 'fast-check';
import { benjaminiHochbergAdjusted, holmAdjusted } from './adjusted-p-values.js';

const pValues = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 12 });

/** Rejects the smallest while each passes its own, ever milder bound. */
function holmRejects(values: readonly number[], alpha: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const stop = sorted.findIndex((p, rank) => p > alpha / (sorted.length - rank));
  return stop === -1 ? sorted.length : stop;
}

describe('benjaminiHochbergAdjusted', () => {
  it('rejects four of the fifteen hypotheses of Benjamini and Hochberg’s example (1995) at 5 %', () => {
    const published = [
      0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528,
      0.759, 1,
    ];
    expect(benjaminiHochbergAdjusted(published).filter((p) => p <= 0.05)).toHaveLength(4);
    expect(holmAdjusted(published).filter((p) => p <= 0.05)).toHaveLength(3);
  });

  it('never adjusts more than Holm does', () => {
    fc.assert(
      fc.property(pValues, (values) => {
        const holm = holmAdjusted(values);
        benjaminiHochbergAdjusted(values).forEach((adjusted, index) => {
          expect(adjusted).toBeGreaterThanOrEqual(values[index] ?? 0);
          expect(adjusted).toBeLessThanOrEqual((holm[index] ?? 0) + 1e-15);
        });
      }),
    );
  });
});

describe('holmAdjusted', () => {
  it('rejects what the step-down procedure rejects', () => {
    fc.assert(
      fc.property(pValues, fc.double({ min: 0.01, max: 0.5, noNaN: true }), (values, alpha) => {
        const adjusted = holmAdjusted(values);
        fc.pre(adjusted.every((p) => Math.abs(p - alpha) > 1e-12));
        expect(adjusted.filter((p) => p <= alpha)).toHaveLength(holmRejects(values, alpha));
      }),
    );
  });

  it('keeps the order of its input', () => {
    expect(holmAdjusted([0.04, 0.01])).toEqual([0.04, 0.02]);
  });
});
