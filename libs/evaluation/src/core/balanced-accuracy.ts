import { ok } from '#libs/kernel';
import { falsePositiveRate, recall } from './binary-score.js';
import type { Metric } from './metric.js';
import { meanOfProportions } from './statistics/index.js';

/**
 * Mean of recall and specificity, so that the larger class does not decide. Its interval combines the two Wilson
 * intervals (Newcombe 1998, see {@link meanOfProportions}).
 */
export const balancedAccuracy: Metric<'balanced_accuracy'> = {
  id: 'balanced_accuracy',
  direction: 'higher-is-better',
  needsPositiveLabel: true,
  score: (pairs, positiveLabel) => {
    const found = recall.score(pairs, positiveLabel);
    if (!found.ok) return found;
    const alarms = falsePositiveRate.score(pairs, positiveLabel);
    if (!alarms.ok) return alarms;
    const [sensitivity, falseAlarm] = [found.value, alarms.value];
    const specificity = {
      value: 1 - falseAlarm.value,
      lower: 1 - falseAlarm.upper,
      upper: 1 - falseAlarm.lower,
    };
    return ok({
      n: sensitivity.n + falseAlarm.n,
      correct: sensitivity.correct + falseAlarm.correct,
      ...meanOfProportions(sensitivity, specificity),
    });
  },
};
