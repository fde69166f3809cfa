import { err, ok } from '#libs/kernel';
import type { Metric } from './metric.js';
import { wilsonInterval } from './statistics/index.js';

/** Share of the rows whose answer is the target, with Wilson's interval. For any number of labels. */
export const accuracy: Metric<'accuracy'> = {
  id: 'accuracy',
  direction: 'higher-is-better',
  needsPositiveLabel: false,
  score: (pairs) => {
    const n = pairs.length;
    if (n === 0) return err({ code: 'no-rows' });
    const correct = pairs.filter(({ target, answer }) => target === answer).length;
    return ok({ n, correct, value: correct / n, ...wilsonInterval(correct, n) });
  },
};
