import * as fc from 'fast-check';
import { assert } from '#libs/kernel';
import type { LabelPair, Score } from './metric.js';
import { METRIC_IDS, type MetricId, METRICS } from './metrics.js';

const pairs = (target: string, answers: Readonly<Record<string, number>>): LabelPair[] =>
  Object.entries(answers).flatMap(([answer, count]) =>
    Array.from({ length: count }, () => ({ target, answer })),
  );

const scoreOf = (metric: MetricId, rows: readonly LabelPair[]): Score => {
  const score = METRICS[metric].score(rows, 'bot');
  assert(score.ok, 'expected a score');
  return score.value;
};

// 17 of 20 bots found, 4 of 10 browsers taken for bots.
const rows = [...pairs('bot', { bot: 17, browser: 3 }), ...pairs('browser', { browser: 6, bot: 4 })];

describe('metrics', () => {
  it('recall looks at positives only', () => {
    expect(scoreOf('recall', rows)).toMatchObject({ n: 20, correct: 17, value: 0.85 });
    expect(scoreOf('recall', rows).lower).toBeCloseTo(0.639581, 6);
    expect(scoreOf('recall', rows).upper).toBeCloseTo(0.947631, 6);
  });

  it('false positive rate counts the errors among negatives', () => {
    expect(scoreOf('false_positive_rate', rows)).toMatchObject({ n: 10, correct: 6, value: 0.4 });
  });

  it('accuracy counts right answers, whatever the label', () => {
    expect(scoreOf('accuracy', rows)).toMatchObject({ n: 30, correct: 23, value: 23 / 30 });
    const languages = [...pairs('de', { de: 2, nl: 1 }), ...pairs('fr', { fr: 1 })];
    expect(scoreOf('accuracy', languages)).toMatchObject({ n: 4, correct: 3 });
    expect(METRICS.accuracy.score([], '')).toEqual({ ok: false, error: { code: 'no-rows' } });
  });

  it('balanced accuracy is the mean of recall and specificity', () => {
    expect(scoreOf('balanced_accuracy', rows)).toMatchObject({ n: 30, correct: 23 });
    expect(scoreOf('balanced_accuracy', rows).value).toBeCloseTo((0.85 + 0.6) / 2, 15);
  });

  it('balanced accuracy has the interval of Newcombe 1998, method 10, halved and shifted', () => {
    // His table II: 56/70 − 48/80 = .2 with limits .0524 and .3339. (recall − rate + 1) / 2 is that difference.
    const newcombe = [
      ...pairs('bot', { bot: 56, browser: 14 }),
      ...pairs('browser', { bot: 48, browser: 32 }),
    ];
    const score = scoreOf('balanced_accuracy', newcombe);
    expect(2 * score.lower - 1).toBeCloseTo(0.0524, 4);
    expect(2 * score.upper - 1).toBeCloseTo(0.3339, 4);
  });

  it('takes an answer that is no label for an error in either class', () => {
    const mumbled = [...pairs('bot', { '': 1 }), ...pairs('browser', { '': 1 })];
    expect(scoreOf('recall', mumbled).value).toBe(0);
    expect(scoreOf('false_positive_rate', mumbled).value).toBe(1);
  });

  it('gives a constant answer the chance level', () => {
    const constant = [...pairs('bot', { bot: 900 }), ...pairs('browser', { bot: 100 })];
    expect(scoreOf('balanced_accuracy', constant).value).toBe(0.5);
  });

  it('refuses where a class is missing', () => {
    expect(METRICS.recall.score(pairs('browser', { bot: 1 }), 'bot')).toEqual({
      ok: false,
      error: { code: 'no-positives' },
    });
    expect(METRICS.balanced_accuracy.score(pairs('bot', { bot: 1 }), 'bot')).toEqual({
      ok: false,
      error: { code: 'no-negatives' },
    });
  });

  it('does not depend on the order of rows and keeps the value within its interval', () => {
    const anyPair = fc.record({
      target: fc.constantFrom('bot', 'browser'),
      answer: fc.constantFrom('bot', 'browser', '?'),
    });
    fc.assert(
      fc.property(fc.array(anyPair, { maxLength: 60 }), fc.constantFrom(...METRIC_IDS), (some, metric) => {
        const score = METRICS[metric].score(some, 'bot');
        expect(METRICS[metric].score(some.toReversed(), 'bot')).toEqual(score);
        if (!score.ok) return;
        expect(score.value.lower).toBeLessThanOrEqual(score.value.value);
        expect(score.value.upper).toBeGreaterThanOrEqual(score.value.value);
      }),
    );
  });
});
