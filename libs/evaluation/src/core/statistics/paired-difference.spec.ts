import * as fc from 'fast-check';
import { pairedDifference } from './paired-difference.js';
import { valueOf } from './refusal.js';

const pairs = fc.array(
  fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })),
  {
    minLength: 3,
    maxLength: 30,
  },
);

describe('pairedDifference', () => {
  // scipy 1.17.1, ttest_rel(a, b).confidence_interval(0.95).
  it('without clusters is the paired t interval', () => {
    const { difference, interval } = pairedDifference([0.9, 0.8, 0.4, 0.7, 0.95], [0.7, 0.85, 0.1, 0.6, 0.5]);
    expect(difference).toBeCloseTo(0.2, 12);
    expect(valueOf(interval).lower).toBeCloseTo(-0.036405782100991935, 10);
    expect(valueOf(interval).upper).toBeCloseTo(0.43640578210099196, 10);
  });

  it('does not see what makes rows hard for both', () => {
    fc.assert(
      fc.property(
        pairs,
        fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 30, maxLength: 30 }),
        (rows, hard) => {
          const [a, b] = [rows.map(([score]) => score), rows.map(([, score]) => score)];
          const shifted = (scores: readonly number[]): number[] =>
            scores.map((score, row) => score + (hard[row] ?? 0));
          const plain = pairedDifference(a, b);
          fc.pre(plain.interval.ok && valueOf(plain.standardError) > 1e-9);
          const harder = pairedDifference(shifted(a), shifted(b));
          expect(harder.difference).toBeCloseTo(plain.difference, 10);
          expect(valueOf(harder.interval).lower).toBeCloseTo(valueOf(plain.interval).lower, 8);
        },
      ),
    );
  });

  it('changes its sign with the order', () => {
    const [there, back] = [pairedDifference([1, 0, 1], [0, 0, 1]), pairedDifference([0, 0, 1], [1, 0, 1])];
    expect(back.difference).toBe(-there.difference);
    expect(valueOf(back.interval).lower).toBeCloseTo(-valueOf(there.interval).upper, 12);
  });

  it('counts clusters', () => {
    expect(pairedDifference([1, 0, 1, 1], [0, 0, 1, 0], ['x', 'x', 'y', 'z'])).toMatchObject({
      n: 4,
      clusters: 3,
    });
  });

  it('refuses an interval where the differences do not vary, but states them', () => {
    expect(pairedDifference([1, 1], [0, 0])).toMatchObject({
      difference: 1,
      standardError: { ok: true, value: 0 },
      interval: { ok: false, error: { code: 'no-variation' } },
    });
  });

  it('refuses a standard error of one row', () => {
    expect(pairedDifference([1], [0])).toMatchObject({
      difference: 1,
      standardError: { error: { code: 'too-few-rows' } },
    });
  });

  it('asserts on scores of unlike number', () => {
    expect(() => pairedDifference([1], [])).toThrow('as many scores');
  });
});
