import * as fc from 'fast-check';
import { cohenKappa, tableKappa } from './cohen-kappa.js';
import { matthewsCorrelation } from './table-scores.js';
import { valueOf } from './refusal.js';

const cell = fc.integer({ min: 0, max: 30 });

describe('cohenKappa', () => {
  it('is 0.4 where 70 % agree and chance explains 50 %', () => {
    const counts = [
      [20, 5],
      [10, 15],
    ];
    expect(valueOf(cohenKappa(counts))).toBeCloseTo((0.7 - 0.5) / (1 - 0.5), 12);
  });

  it('is 0 for independent raters', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 5 }), (shares) => {
        expect(
          valueOf(cohenKappa(shares.map((first) => shares.map((second) => first * second)))),
        ).toBeCloseTo(0, 12);
      }),
    );
  });

  it('refuses raters that know one category only, and no ratings', () => {
    expect(
      cohenKappa([
        [7, 0],
        [0, 0],
      ]),
    ).toMatchObject({ error: { code: 'zero-variance' } });
    expect(cohenKappa([[0]])).toMatchObject({ error: { code: 'no-rows' } });
  });

  it('asserts on counts that are not square', () => {
    expect(() => cohenKappa([[1, 2]])).toThrow('as many columns');
  });
});

describe('tableKappa', () => {
  it('has the sign of Matthews’ correlation and is no larger', () => {
    fc.assert(
      fc.property(cell, cell, cell, cell, (truePositives, falsePositives, falseNegatives, trueNegatives) => {
        const table = { truePositives, falsePositives, falseNegatives, trueNegatives };
        const correlation = matthewsCorrelation(table);
        fc.pre(correlation.ok);
        const kappa = valueOf(tableKappa(table));
        expect(Math.abs(kappa)).toBeLessThanOrEqual(Math.abs(valueOf(correlation)) + 1e-12);
        expect(kappa * valueOf(correlation)).toBeGreaterThanOrEqual(-1e-12);
      }),
    );
  });
});
