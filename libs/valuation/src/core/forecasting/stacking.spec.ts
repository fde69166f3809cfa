import fc from 'fast-check';
import { stackingWeights } from './stacking.js';

const scores = fc.integer({ min: 1, max: 5 }).chain((candidates) =>
  fc.array(
    fc.array(fc.double({ min: -20, max: 5, noNaN: true }), {
      minLength: candidates,
      maxLength: candidates,
    }),
    { minLength: 1, maxLength: 12 },
  ),
);

const meanLogScore = (rows: readonly (readonly number[])[], weights: readonly number[]): number =>
  rows.reduce(
    (sum, row) =>
      sum + Math.log(row.reduce((total, log, at) => total + (weights[at] ?? 0) * Math.exp(log), 0)),
    0,
  ) / rows.length;

describe('stacking', () => {
  it('gives all to a candidate that always predicted better', () => {
    const [better = 0, worse = 1] = stackingWeights(Array.from({ length: 20 }, () => [-1, -6]));
    expect(better).toBeGreaterThan(0.999);
    expect(worse).toBeLessThan(0.001);
  });

  it('keeps both of two candidates that are right in turn', () => {
    const [one = 0] = stackingWeights([
      [0, -5],
      [-5, 0],
    ]);
    expect(one).toBeCloseTo(0.5, 6);
  });

  it('finds shares that no other mixture of two betters', () => {
    const rows = [
      [-1, -2],
      [-0.5, -3],
      [-4, -1],
    ];
    const found = meanLogScore(rows, stackingWeights(rows));
    for (let share = 0; share <= 1; share += 0.01)
      expect(meanLogScore(rows, [share, 1 - share])).toBeLessThanOrEqual(found + 1e-4);
  });

  it('always gives shares of a whole, no worse than equal ones', () => {
    fc.assert(
      fc.property(scores, (rows) => {
        const weights = stackingWeights(rows);
        expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 9);
        expect(Math.min(...weights)).toBeGreaterThanOrEqual(0);
        const equal = weights.map(() => 1 / weights.length);
        expect(meanLogScore(rows, weights)).toBeGreaterThanOrEqual(meanLogScore(rows, equal) - 1e-9);
      }),
    );
  });
});
