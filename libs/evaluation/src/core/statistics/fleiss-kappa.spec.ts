import * as fc from 'fast-check';
import { cohenKappa } from './cohen-kappa.js';
import { fleissKappa } from './fleiss-kappa.js';
import { valueOf } from './refusal.js';

describe('fleissKappa', () => {
  it('is 1 where all raters agree and categories vary', () => {
    expect(
      fleissKappa([
        [3, 0],
        [0, 3],
        [3, 0],
      ]),
    ).toEqual({ ok: true, value: 1 });
  });

  it('is Scott’s pi for two raters: Cohen’s kappa of the table made symmetric', () => {
    const ratings = fc.array(fc.tuple(fc.constantFrom(0, 1, 2), fc.constantFrom(0, 1, 2)), {
      minLength: 3,
      maxLength: 30,
    });
    fc.assert(
      fc.property(ratings, (subjects) => {
        const counts = subjects.map((pair) =>
          [0, 1, 2].map((c) => pair.filter((rating) => rating === c).length),
        );
        const symmetric = [0, 1, 2].map((first) =>
          [0, 1, 2].map(
            (second) =>
              subjects.filter(([a, b]) => a === first && b === second).length +
              subjects.filter(([a, b]) => a === second && b === first).length,
          ),
        );
        const kappa = fleissKappa(counts);
        fc.pre(kappa.ok);
        expect(valueOf(kappa)).toBeCloseTo(valueOf(cohenKappa(symmetric)), 12);
      }),
    );
  });

  it('refuses a single rater', () => {
    expect(fleissKappa([[1, 0]])).toMatchObject({ error: { code: 'too-few-repeats' } });
    expect(fleissKappa([])).toMatchObject({ error: { code: 'no-rows' } });
  });

  it('asserts on subjects that more raters saw than others', () => {
    expect(() =>
      fleissKappa([
        [2, 0],
        [2, 1],
      ]),
    ).toThrow('as many raters');
  });
});
