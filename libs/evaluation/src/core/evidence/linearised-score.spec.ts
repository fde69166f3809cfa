import fc from 'fast-check';
import { METRIC_IDS, METRICS } from '../metrics.js';
import { pairedDifference, valueOf } from '../statistics/index.js';
import { contrastOf } from './contrast.js';
import { type AnsweredRow, linearisedScore, netRecall } from './linearised-score.js';

const row = (target: string, answer: string, cluster: string, score?: number): AnsweredRow => ({
  target,
  answer,
  cluster,
  score,
});

const answeredRow = fc.record({
  target: fc.constantFrom('bot', 'browser'),
  answer: fc.constantFrom('bot', 'browser'),
  cluster: fc.constantFrom('a', 'b', 'c', 'd'),
  score: fc.double({ min: 0, max: 1, noNaN: true }),
});

describe('linearisedScore', () => {
  it.each(METRIC_IDS)('gives the %s that the metric gives, a rate of false alarms turned round', (id) => {
    fc.assert(
      fc.property(fc.array(answeredRow, { minLength: 1, maxLength: 30 }), (rows) => {
        const found = linearisedScore(id, rows, 'bot');
        const known = METRICS[id].score(rows, 'bot');
        expect(found.ok).toBe(known.ok);
        if (!found.ok || !known.ok) return;
        const value = id === 'false_positive_rate' ? 1 - known.value.value : known.value.value;
        expect(found.value.value).toBeCloseTo(value, 12);
      }),
    );
  });

  it.each(METRIC_IDS)('spreads the %s over clusters so that their influence adds up to nothing', (id) => {
    fc.assert(
      fc.property(fc.array(answeredRow, { minLength: 1, maxLength: 30 }), (rows) => {
        const found = linearisedScore(id, rows, 'bot');
        if (!found.ok) return;
        const sum = [...found.value.influence.values()].reduce((total, moved) => total + moved, 0);
        expect(sum).toBeCloseTo(0, 12);
      }),
    );
  });

  it('gives the difference of two accuracies the standard error of paired rows in clusters', () => {
    const clusters = ['a', 'a', 'b', 'b', 'b', 'c', 'd', 'd', 'e', 'f', 'g'];
    const first = [1, 0, 1, 1, 0, 1, 1, 1, 0, 1, 1];
    const second = [0, 0, 1, 0, 0, 1, 1, 0, 1, 0, 1];
    const scoreOf = (right: readonly number[]) =>
      valueOf(
        linearisedScore(
          'accuracy',
          right.map((isRight, at) => row('bot', isRight === 1 ? 'bot' : 'browser', clusters[at] ?? '')),
          'bot',
        ),
      );
    const paired = pairedDifference(first, second, clusters);
    const contrast = contrastOf([scoreOf(first)], [scoreOf(second)]);
    expect(contrast.value).toBeCloseTo(paired.difference, 12);
    expect(contrast.standardError).toBeCloseTo(valueOf(paired.standardError), 12);
    expect(contrast.lower).toBeCloseTo(valueOf(paired.interval).lower, 9);
    expect(contrast.upper).toBeCloseTo(valueOf(paired.interval).upper, 9);
  });

  it('moves as its influence says when a cluster weighs a little more', () => {
    const rows = [
      ...[0.9, 0.8, 0.3, 0.7].map((score) => row('bot', 'bot', 'heavy', score)),
      ...[0.2, 0.4, 0.75, 0.1, 0.35, 0.6].map((score) => row('browser', 'browser', 'b', score)),
      ...[0.55, 0.95, 0.65].map((score) => row('bot', 'browser', 'c', score)),
      ...[0.85, 0.05].map((score) => row('browser', 'bot', 'heavy', score)),
    ];
    const copies = 400;
    const heavy = rows.filter(({ cluster }) => cluster === 'heavy');
    for (const id of METRIC_IDS) {
      const before = valueOf(linearisedScore(id, rows, 'bot'));
      const weighed = [...Array.from({ length: copies }, () => rows).flat(), ...heavy];
      const after = valueOf(linearisedScore(id, weighed, 'bot'));
      const slope = (after.value - before.value) * copies;
      expect(slope).toBeCloseTo(before.influence.get('heavy') ?? NaN, 2);
    }
  });

  it('takes the labels where there are no probabilities, and refuses what has some', () => {
    const rows = [row('bot', 'bot', 'a'), row('bot', 'browser', 'b'), row('browser', 'browser', 'c')];
    expect(valueOf(linearisedScore('auroc', rows, 'bot')).value).toBe(0.75);
    expect(linearisedScore('auroc', [...rows, row('bot', 'bot', 'd', 0.9)], 'bot')).toMatchObject({
      ok: false,
    });
  });

  it('rests on the clusters of the rarer class', () => {
    const rows = [
      row('bot', 'bot', 'a'),
      row('bot', 'bot', 'a'),
      row('browser', 'bot', 'b'),
      row('browser', 'browser', 'c'),
    ];
    for (const id of ['balanced_accuracy', 'auroc', 'recall'] as const)
      expect(valueOf(linearisedScore(id, rows, 'bot')).support).toBe(1);
    expect(valueOf(linearisedScore('accuracy', rows, 'bot')).support).toBe(3);
  });
});

describe('netRecall', () => {
  const positives = [row('bot', 'bot', 'a'), row('bot', 'bot', 'b')];

  it('takes the false alarms from the recall', () => {
    const negatives = [row('browser', 'bot', 'c'), row('browser', 'browser', 'd')];
    expect(valueOf(netRecall(positives, negatives))).toMatchObject({ value: 0.5, n: 4, support: 2 });
  });

  it('is worth nothing to whoever calls everything a bot', () => {
    expect(valueOf(netRecall(positives, [row('browser', 'bot', 'c')])).value).toBe(0);
  });

  it('needs rows of either kind', () => {
    expect(netRecall(positives, [])).toMatchObject({ ok: false, error: { code: 'no-rows' } });
    expect(netRecall([], positives)).toMatchObject({ ok: false, error: { code: 'no-rows' } });
  });
});
