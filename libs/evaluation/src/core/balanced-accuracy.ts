import { ok } from '#libs/kernel';
import { falsePositiveRate, recall } from './binary-score.js';
import type { Metric } from './metric.js';

/**
 * Mean of recall and specificity, so that the larger class does not decide. Its interval combines the two Wilson
 * intervals by squaring and adding the distances to their limits (Newcombe 1998, Statistics in Medicine 17,
 * 873-890, method 10; Zou and Donner 2008, Statistics in Medicine 27, 1693-1702, for sums in general).
 */
export const balancedAccuracy: Metric<'balanced_accuracy'> = {
  id: 'balanced_accuracy',
  direction: 'higher-is-better',
  score: (pairs, positiveLabel) => {
    const found = recall.score(pairs, positiveLabel);
    if (!found.ok) return found;
    const alarms = falsePositiveRate.score(pairs, positiveLabel);
    if (!alarms.ok) return alarms;
    const [sensitivity, falseAlarm] = [found.value, alarms.value];
    const value = (sensitivity.value + 1 - falseAlarm.value) / 2;
    // Specificity is one minus the rate of false alarms, so its lower distance is the rate's upper one.
    const below = Math.hypot(sensitivity.value - sensitivity.lower, falseAlarm.upper - falseAlarm.value) / 2;
    const above = Math.hypot(sensitivity.upper - sensitivity.value, falseAlarm.value - falseAlarm.lower) / 2;
    return ok({
      n: sensitivity.n + falseAlarm.n,
      correct: sensitivity.correct + falseAlarm.correct,
      value,
      lower: Math.max(0, value - below),
      upper: Math.min(1, value + above),
    });
  },
};
