import { ok } from '#libs/kernel';
import type { MetricId } from '../metrics.js';
import { auroc } from '../statistics/auroc.js';
import { aurocInterval } from '../statistics/auroc-interval.js';
import { clusteredProportion } from '../statistics/clustered-proportion.js';
import type { Estimate } from '../statistics/interval.js';
import { meanOfProportions } from '../statistics/mean-of-proportions.js';
import { refuse, type Statistic } from '../statistics/refusal.js';
import { samplingUnits } from '../statistics/sampling-units.js';
import type { AnsweredRow } from './linearised-score.js';

/**
 * A score over all rows with its 95 % interval, clusters taken for what they are; oriented so that higher is better.
 * Intervals keep to [0, 1] and to their level near the ends: Wilson's and Newcombe's for as many rows as the clusters
 * are worth.
 */
export function headlineScore(
  metric: MetricId,
  rows: readonly AnsweredRow[],
  positiveLabel: string,
): Statistic<Estimate> {
  const isPositive = ({ target }: AnsweredRow): boolean => target === positiveLabel;
  switch (metric) {
    case 'accuracy':
      return shareRight(rows);
    case 'recall':
      return shareRight(rows.filter(isPositive));
    case 'false_positive_rate':
      return shareRight(rows.filter((row) => !isPositive(row)));
    case 'balanced_accuracy': {
      const recall = shareRight(rows.filter(isPositive));
      if (!recall.ok) return recall;
      const specificity = shareRight(rows.filter((row) => !isPositive(row)));
      if (!specificity.ok) return specificity;
      return ok({ ...meanOfProportions(recall.value, specificity.value), n: rows.length });
    }
    case 'auroc':
      return area(rows, positiveLabel);
  }
}

const shareRight = (rows: readonly AnsweredRow[]): Statistic<Estimate> =>
  clusteredProportion(
    rows.map(({ target, answer }) => Number(target === answer)),
    unitsOf(rows),
  );

function area(rows: readonly AnsweredRow[], positiveLabel: string): Statistic<Estimate> {
  const hasScores = rows.some(({ score }) => score !== undefined);
  if (hasScores && rows.some(({ score }) => score === undefined))
    return refuse('too-few-rows', 'some answers are without a probability');
  const labels = rows.map(({ target }) => Number(target === positiveLabel));
  const scores = rows.map(({ score, answer }) => score ?? Number(answer === positiveLabel));
  const roc = auroc(labels, scores);
  if (!roc.ok) return roc;
  return ok({ value: roc.value.area, ...aurocInterval(roc.value, labels, unitsOf(rows)), n: rows.length });
}

const unitsOf = (rows: readonly AnsweredRow[]) =>
  samplingUnits(
    rows.length,
    rows.map(({ cluster }) => cluster),
  );
