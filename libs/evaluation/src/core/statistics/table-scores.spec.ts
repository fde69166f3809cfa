import * as fc from 'fast-check';
import type { ConfusionTable } from './confusion-table.js';
import { valueOf } from './refusal.js';
import { accuracy, balancedAccuracy, f1, matthewsCorrelation, precision, recall } from './table-scores.js';

const count = fc.integer({ min: 0, max: 1_000 });
const tables = fc.record({
  truePositives: count,
  falsePositives: count,
  falseNegatives: count,
  trueNegatives: count,
});

const table = (
  truePositives: number,
  falsePositives: number,
  falseNegatives: number,
  trueNegatives: number,
): ConfusionTable => ({ truePositives, falsePositives, falseNegatives, trueNegatives });

describe('table scores', () => {
  it('of a small table are what the definitions give', () => {
    const small = table(6, 2, 1, 3);
    expect(valueOf(accuracy(small))).toBe(0.75);
    expect(valueOf(precision(small))).toBe(0.75);
    expect(valueOf(recall(small))).toBeCloseTo(6 / 7, 14);
    expect(valueOf(balancedAccuracy(small))).toBeCloseTo((6 / 7 + 3 / 5) / 2, 14);
    expect(valueOf(f1(small))).toBeCloseTo(0.8, 14);
    expect(valueOf(matthewsCorrelation(small))).toBeCloseTo(16 / Math.sqrt(8 * 7 * 5 * 4), 14);
  });

  it('F1 is the harmonic mean of precision and recall', () => {
    fc.assert(
      fc.property(tables, (some) => {
        const [p, r] = [precision(some), recall(some)];
        fc.pre(p.ok && r.ok && some.truePositives > 0);
        expect(valueOf(f1(some))).toBeCloseTo(2 / (1 / valueOf(p) + 1 / valueOf(r)), 12);
      }),
    );
  });

  it('Matthews correlation is Pearson’s of labels and answers', () => {
    fc.assert(
      fc.property(tables, (some) => {
        const score = matthewsCorrelation(some);
        fc.pre(score.ok);
        const { truePositives: tp, falsePositives: fp, falseNegatives: fn, trueNegatives: tn } = some;
        const n = tp + fp + fn + tn;
        const [label, answer] = [(tp + fn) / n, (tp + fp) / n];
        const pearson = (tp / n - label * answer) / Math.sqrt(label * (1 - label) * answer * (1 - answer));
        expect(valueOf(score)).toBeCloseTo(pearson, 9);
      }),
    );
  });

  it('Matthews correlation keeps its digits for counts whose product is not exact', () => {
    expect(valueOf(matthewsCorrelation(table(6e7, 2e7, 1e7, 3e7)))).toBeCloseTo(16 / Math.sqrt(1120), 12);
  });

  it.each([
    ['accuracy of nothing', accuracy, table(0, 0, 0, 0), 'no-rows'],
    ['precision without positive answers', precision, table(0, 0, 3, 4), 'no-predicted-positives'],
    ['recall without positives', recall, table(0, 2, 0, 4), 'no-positives'],
    ['F1 without positives of either kind', f1, table(0, 0, 0, 4), 'no-positives'],
    ['balanced accuracy of one class', balancedAccuracy, table(3, 0, 1, 0), 'single-class'],
    ['Matthews correlation of constant answers', matthewsCorrelation, table(3, 4, 0, 0), 'zero-variance'],
  ])('refuses %s', (_case, score, some, code) => {
    expect(score(some)).toMatchObject({ ok: false, error: { code } });
  });
});
