import { ok } from '#libs/kernel';
import type { DomainDefinition } from '../domain-definition.js';
import type { DomainRow } from '../domain-row.js';
import type { MetricId } from '../metrics.js';
import type { Estimate } from '../statistics/interval.js';
import { refuse, type Statistic } from '../statistics/refusal.js';
import { answered, type RowAnswer } from './compare-slices.js';
import { type GroupedScore, groupedScore } from './grouped-score.js';
import { headlineScore } from './headline-score.js';
import { linearisedScore } from './linearised-score.js';

/** What somebody scores over all rows of a domain, ready to be compared with what others score on the same rows. */
export interface OverallScore {
  readonly metric: MetricId;
  /** Higher is better. */
  readonly headline: Estimate;
  /** Share of the rows that were answered right. */
  readonly correctShare: number;
  readonly grouped: GroupedScore;
}

/** The headline metric of the domain over all rows. */
export function overallScore(
  { metrics, positiveLabel = '' }: Pick<DomainDefinition, 'metrics' | 'positiveLabel'>,
  rows: readonly DomainRow[],
  answerOf: RowAnswer,
): Statistic<OverallScore> {
  const [metric] = metrics;
  if (metric === undefined) return refuse('no-rows', 'the domain has no metric');
  const answers = answered(rows, answerOf);
  const headline = headlineScore(metric, answers, positiveLabel);
  if (!headline.ok) return headline;
  const linearised = linearisedScore(metric, answers, positiveLabel);
  if (!linearised.ok) return linearised;
  const correct = answers.filter(({ target, answer }) => target === answer).length;
  return ok({
    metric,
    headline: headline.value,
    correctShare: correct / rows.length,
    grouped: groupedScore(linearised.value),
  });
}
