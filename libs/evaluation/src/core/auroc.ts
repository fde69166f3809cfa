import { err, ok } from '#libs/kernel';
import type { Metric } from './metric.js';
import { areaInterval, auroc as areaUnderCurve, valueOf } from './statistics/index.js';

/**
 * Area under the ROC curve: the probability that a positive row scores above a negative one, ties counting half
 * (Hanley and McNeil 1982, Radiology 143, 29-36). Of a model that gives no scores the labels are taken: then the
 * curve has one corner, and the area is the balanced accuracy.
 */
export const auroc: Metric<'auroc'> = {
  id: 'auroc',
  direction: 'higher-is-better',
  needsPositiveLabel: true,
  score: (pairs, positiveLabel) => {
    const hasScores = pairs.some(({ score }) => score !== undefined);
    const scores: number[] = [];
    for (const { answer, score } of pairs) {
      if (hasScores && score === undefined) return err({ code: 'scores-missing' });
      scores.push(score ?? (answer === positiveLabel ? 1 : 0));
    }
    const labels = pairs.map(({ target }) => Number(target === positiveLabel));
    const positives = labels.filter((label) => label === 1).length;
    const negatives = labels.length - positives;
    if (positives === 0) return err({ code: 'no-positives' });
    if (negatives === 0) return err({ code: 'no-negatives' });
    const value = valueOf(areaUnderCurve(labels, scores)).area;
    const correct = pairs.filter(({ target, answer }) => target === answer).length;
    return ok({ n: pairs.length, correct, value, ...areaInterval(value, positives, negatives) });
  },
};
