import { assertDefined, ok } from '#libs/kernel';
import type { MetricId } from '../metrics.js';
import { auroc as areaUnderCurve } from '../statistics/auroc.js';
import { refuse, type Statistic } from '../statistics/refusal.js';

/** A row with what it asked for and what was answered. */
export interface AnsweredRow {
  readonly target: string;
  readonly answer: string;
  /** Probability of the positive label, where the model gave one. */
  readonly score?: number | undefined;
  /** Rows of one cluster are alike and count as one piece of evidence. */
  readonly cluster: string;
}

/**
 * A score together with its derivative by the weight of each cluster. Differences of such scores, of two models on
 * the same rows or of one model on two slices, have a variance without further ado: clusters that stand in both
 * bring their covariance along (the infinitesimal jackknife; Efron 1982, "The jackknife, the bootstrap and other
 * resampling plans", chapter 6; with clusters Liang and Zeger 1986).
 */
export interface LinearisedScore {
  /** Higher is better. */
  readonly value: number;
  /** Rows that count. */
  readonly n: number;
  /** Clusters with rows of the class that has the fewest: what the score rests on. */
  readonly support: number;
  /** By cluster; adds up to 0. */
  readonly influence: ReadonlyMap<string, number>;
}

/** Score of rows by a metric of the domain; a rate of false alarms as the share of negatives that raised none. */
export function linearisedScore(
  metric: MetricId,
  rows: readonly AnsweredRow[],
  positiveLabel: string,
): Statistic<LinearisedScore> {
  switch (metric) {
    case 'accuracy':
      return shareRight(rows);
    case 'recall':
      return shareRight(rows.filter(({ target }) => target === positiveLabel));
    case 'false_positive_rate':
      return shareRight(rows.filter(({ target }) => target !== positiveLabel));
    case 'balanced_accuracy':
      return meanOfClasses(rows, positiveLabel);
    case 'auroc':
      return area(rows, positiveLabel);
  }
}

/**
 * Recall net of false alarms: the share of the positives that were found minus the share of the negatives that were
 * taken for them (Youden 1950, Cancer 3, 32-35). Of slices that hold positives alone recall itself would call whoever
 * raises an alarm at everything the better model.
 *
 * @param negatives rows of a control group, the same for every slice
 */
export function netRecall(
  positives: readonly AnsweredRow[],
  negatives: readonly AnsweredRow[],
): Statistic<LinearisedScore> {
  const [found, spared] = [shareRight(positives), shareRight(negatives)];
  if (!found.ok) return found;
  if (!spared.ok) return spared;
  const sum = weightedSum([found.value, spared.value], 1);
  return ok({ ...sum, value: sum.value - 1 });
}

function meanOfClasses(rows: readonly AnsweredRow[], positiveLabel: string): Statistic<LinearisedScore> {
  const recall = linearisedScore('recall', rows, positiveLabel);
  const specificity = linearisedScore('false_positive_rate', rows, positiveLabel);
  if (!recall.ok || !specificity.ok) return refuse('single-class', 'all labels are of one class');
  return ok(weightedSum([recall.value, specificity.value], 1 / 2));
}

function shareRight(rows: readonly AnsweredRow[]): Statistic<LinearisedScore> {
  if (rows.length === 0) return refuse('no-rows', 'there are no such rows');
  const value = rows.filter(({ target, answer }) => target === answer).length / rows.length;
  const influence = new Map<string, number>();
  for (const { target, answer, cluster } of rows)
    addTo(influence, cluster, (Number(target === answer) - value) / rows.length);
  return ok({ value, n: rows.length, support: influence.size, influence });
}

/** Of a model that gives no probabilities the labels are taken, as the metric does: one corner, the mean of classes. */
function area(rows: readonly AnsweredRow[], positiveLabel: string): Statistic<LinearisedScore> {
  const labels = rows.map(({ target }) => Number(target === positiveLabel));
  const hasScores = rows.some(({ score }) => score !== undefined);
  const scores = rows.map(
    ({ score, answer }) => score ?? (hasScores ? NaN : Number(answer === positiveLabel)),
  );
  if (scores.some(Number.isNaN)) return refuse('too-few-rows', 'some answers are without a probability');
  const roc = areaUnderCurve(labels, scores);
  if (!roc.ok) return roc;
  const { area: value, positives, negatives, components } = roc.value;
  const influence = new Map<string, number>();
  const holders = [new Set<string>(), new Set<string>()];
  rows.forEach(({ cluster }, row) => {
    const side = labels[row] ?? 0;
    holders[side]?.add(cluster);
    const distance = assertDefined(components[row], 'a component for each row') - value;
    addTo(influence, cluster, distance / (side === 1 ? positives : negatives));
  });
  return ok({ value, n: rows.length, support: Math.min(...holders.map(({ size }) => size)), influence });
}

function weightedSum(scores: readonly LinearisedScore[], weight: number): LinearisedScore {
  const influence = new Map<string, number>();
  for (const score of scores)
    for (const [cluster, moved] of score.influence) addTo(influence, cluster, moved * weight);
  return {
    value: scores.reduce((sum, { value }) => sum + value * weight, 0),
    n: scores.reduce((sum, { n }) => sum + n, 0),
    support: Math.min(...scores.map(({ support }) => support)),
    influence,
  };
}

function addTo(sums: Map<string, number>, key: string, amount: number): void {
  sums.set(key, (sums.get(key) ?? 0) + amount);
}
