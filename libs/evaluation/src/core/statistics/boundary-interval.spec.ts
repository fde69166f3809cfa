import * as fc from 'fast-check';
import { boundaryTableInterval } from './boundary-interval.js';
import { tableKappa } from './cohen-kappa.js';
import type { ConfusionTable } from './confusion-table.js';
import { valueOf } from './refusal.js';
import { accuracy, balancedAccuracy, f1, matthewsCorrelation } from './table-scores.js';
import { wilsonInterval } from './wilson-interval.js';

const perfect = (positives: number, negatives: number): ConfusionTable => ({
  truePositives: positives,
  falsePositives: 0,
  falseNegatives: 0,
  trueNegatives: negatives,
});

const units = (positiveUnits: number, negativeUnits: number) => ({ positiveUnits, negativeUnits });

describe('boundaryTableInterval', () => {
  it('of a perfect balanced accuracy has the distances of both Wilson limits, squared and added', () => {
    const { lower, upper } = valueOf(boundaryTableInterval(perfect(20, 50), balancedAccuracy, units(20, 50)));
    const below = Math.hypot(1 - wilsonInterval(20, 20).lower, 1 - wilsonInterval(50, 50).lower) / 2;
    expect(lower).toBeCloseTo(1 - below, 12);
    expect(upper).toBe(1);
  });

  it('of one class is Wilson’s', () => {
    const { lower } = valueOf(boundaryTableInterval(perfect(30, 0), accuracy, units(30, 0)));
    expect(lower).toBeCloseTo(wilsonInterval(30, 30).lower, 12);
  });

  it('of no row found reaches upwards', () => {
    const blind = { truePositives: 0, falsePositives: 5, falseNegatives: 20, trueNegatives: 40 };
    const { lower, upper } = valueOf(boundaryTableInterval(blind, f1, units(20, 45)));
    const found = 20 * wilsonInterval(0, 20).upper;
    expect(lower).toBe(0);
    expect(upper).toBeCloseTo((2 * found) / (found + 20 + 5), 12);
  });

  it('counts units, not rows', () => {
    const width = (positiveUnits: number): number => {
      const { lower, upper } = valueOf(
        boundaryTableInterval(perfect(100, 100), f1, units(positiveUnits, 100)),
      );
      return upper - lower;
    };
    expect(width(5)).toBeGreaterThan(3 * width(100));
  });

  it.each([
    ['F1', f1, 0],
    ['kappa', tableKappa, -1],
    ['Matthews correlation', matthewsCorrelation, -1],
  ])('of %s never leaves the range of the score', (_name, score, least) => {
    const count = fc.integer({ min: 1, max: 2_000 });
    fc.assert(
      fc.property(
        count,
        count,
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 5 }),
        (p, n, pu, nu) => {
          const { lower, upper } = valueOf(
            boundaryTableInterval(perfect(p, n), score, units(Math.min(p, pu), Math.min(n, nu))),
          );
          expect(lower).toBeGreaterThanOrEqual(least - 1e-12);
          expect(lower).toBeLessThan(1);
          expect(upper).toBeCloseTo(1, 12);
        },
      ),
    );
  });

  it('refuses a table that has shown right and wrong answers in both classes', () => {
    const mixed = { truePositives: 3, falsePositives: 1, falseNegatives: 1, trueNegatives: 3 };
    expect(boundaryTableInterval(mixed, f1, units(4, 4))).toMatchObject({ error: { code: 'no-variation' } });
  });
});
