import * as fc from 'fast-check';
import { auroc } from './auroc.js';
import { valueOf } from './refusal.js';

const rows = fc
  .array(fc.tuple(fc.constantFrom(0, 1), fc.integer({ min: 0, max: 9 })), { minLength: 2, maxLength: 40 })
  .map((pairs) => ({ label: pairs.map(([label]) => label), score: pairs.map(([, score]) => score / 10) }))
  .filter(({ label }) => label.includes(0) && label.includes(1));

const wins = (positive: number, negative: number): number =>
  positive > negative ? 1 : positive === negative ? 0.5 : 0;

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

describe('auroc', () => {
  // The example of scikit-learn's documentation of roc_auc_score.
  it('is 0.75 for scikit-learn’s four rows', () => {
    expect(valueOf(auroc([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])).area).toBe(0.75);
  });

  it('is the share of pairs in order, and so are the components', () => {
    fc.assert(
      fc.property(rows, ({ label, score }) => {
        const of = (side: number): number[] => score.filter((_, row) => label[row] === side);
        const [positive, negative] = [of(1), of(0)];
        const curve = valueOf(auroc(label, score));
        expect(curve.area).toBeCloseTo(mean(positive.flatMap((p) => negative.map((n) => wins(p, n)))), 12);
        label.forEach((truth, row) => {
          const own = score[row] ?? NaN;
          const share =
            truth === 1 ? mean(negative.map((n) => wins(own, n))) : mean(positive.map((p) => wins(p, own)));
          expect(curve.components[row]).toBeCloseTo(share, 12);
        });
      }),
    );
  });

  it('mirrors when the labels are exchanged', () => {
    fc.assert(
      fc.property(rows, ({ label, score }) => {
        const exchanged = label.map((truth) => 1 - truth);
        expect(valueOf(auroc(exchanged, score)).area).toBeCloseTo(1 - valueOf(auroc(label, score)).area, 12);
      }),
    );
  });

  it('refuses a single class', () => {
    expect(auroc([1, 1], [0.1, 0.2])).toMatchObject({ error: { code: 'single-class' } });
  });
});
