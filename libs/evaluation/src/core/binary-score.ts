import { err, ok } from '#libs/kernel';
import type { LabelPair, Metric, Score } from './metric.js';
import { wilsonInterval } from './statistics/wilson-interval.js';

const countCorrect = (pairs: readonly LabelPair[]): number =>
  pairs.filter(({ target, answer }) => target === answer).length;

/** Share of the positives that were recognised, with Wilson's interval. Negatives do not count. */
export const recall: Metric<'recall'> = {
  id: 'recall',
  direction: 'higher-is-better',
  needsPositiveLabel: true,
  score: (pairs, positiveLabel) => {
    const positives = pairs.filter(({ target }) => target === positiveLabel);
    if (positives.length === 0) return err({ code: 'no-positives' });
    const correct = countCorrect(positives);
    return ok(scoreOf(correct, correct, positives.length));
  },
};

/** Share of the negatives that were not recognised as such, with Wilson's interval. Positives do not count. */
export const falsePositiveRate: Metric<'false_positive_rate'> = {
  id: 'false_positive_rate',
  direction: 'lower-is-better',
  needsPositiveLabel: true,
  score: (pairs, positiveLabel) => {
    const negatives = pairs.filter(({ target }) => target !== positiveLabel);
    if (negatives.length === 0) return err({ code: 'no-negatives' });
    const correct = countCorrect(negatives);
    return ok(scoreOf(negatives.length - correct, correct, negatives.length));
  },
};

const scoreOf = (events: number, correct: number, n: number): Score => ({
  n,
  correct,
  value: events / n,
  ...wilsonInterval(events, n),
});
