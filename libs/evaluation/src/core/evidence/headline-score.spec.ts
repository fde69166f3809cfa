import { binaryReport, valueOf } from '../statistics/index.js';
import { seededRandom } from '#libs/kernel';
import { headlineScore } from './headline-score.js';
import type { AnsweredRow } from './linearised-score.js';

const random = seededRandom('headline score');
const rows: readonly AnsweredRow[] = Array.from({ length: 200 }, (_, at) => {
  const target = random.uniform() < 0.4 ? 'spam' : 'ham';
  const score = Math.min(1, Math.max(0, (target === 'spam' ? 0.6 : 0.3) + 0.25 * random.normal()));
  return { target, answer: score > 0.5 ? 'spam' : 'ham', score, cluster: String(at % 70) };
});
const known = binaryReport(
  {
    label: rows.map(({ target }) => Number(target === 'spam')),
    probability: rows.map(({ score }) => score ?? 0),
    prediction: rows.map(({ answer }) => Number(answer === 'spam')),
    cluster: rows.map(({ cluster }) => cluster),
  },
  seededRandom('resamples'),
);

describe('headlineScore', () => {
  it('has the interval of clustered rows for accuracy and area', () => {
    expect(headlineScore('accuracy', rows, 'spam')).toEqual(known.accuracy);
    expect(headlineScore('auroc', rows, 'spam')).toEqual(known.auroc);
  });

  it('has for balanced accuracy what a bootstrap of the clusters has, but for a hundredth', () => {
    const [found, resampled] = [headlineScore('balanced_accuracy', rows, 'spam'), known.balancedAccuracy];
    const [ours, theirs] = [valueOf(found), valueOf(resampled)];
    expect(ours.value).toBeCloseTo(theirs.value, 12);
    expect(Math.abs(ours.lower - theirs.lower)).toBeLessThan(0.015);
    expect(Math.abs(ours.upper - theirs.upper)).toBeLessThan(0.015);
  });

  it('looks at one class for recall, and turns false alarms round', () => {
    const recall = valueOf(headlineScore('recall', rows, 'spam'));
    const specificity = valueOf(headlineScore('false_positive_rate', rows, 'spam'));
    expect(recall.n + specificity.n).toBe(rows.length);
    expect((recall.value + specificity.value) / 2).toBeCloseTo(valueOf(known.balancedAccuracy).value, 12);
  });

  it('refuses what the rows do not determine', () => {
    const ham = rows.filter(({ target }) => target === 'ham');
    for (const metric of ['recall', 'balanced_accuracy', 'auroc'] as const)
      expect(headlineScore(metric, ham, 'spam')).toMatchObject({ ok: false });
    const [first, ...others] = rows;
    const partly = [{ ...first, score: undefined } as AnsweredRow, ...others];
    expect(headlineScore('auroc', partly, 'spam')).toMatchObject({ ok: false });
  });
});
