import { err, ok, type Result } from '#libs/kernel';
import { type CalendarDay, yearsBetween } from './calendar-day.js';
import type { DomainDefinition } from './domain-definition.js';
import { equivalentTrials, type EquivalentTrials } from './equivalent-trials.js';
import { isProportion } from './metrics.js';
import type { SliceScore } from './score-slice.js';

/** One slice as curve fitting sees it: so many successes in so many trials at a time. */
export interface DecayPoint {
  /** Julian years (365.25 days) since {@link DecaySeries.originDate}. */
  readonly t: number;
  readonly successes: number;
  readonly trials: number;
  readonly label: string;
}

export interface DecaySeries {
  /** Mean date of the first slice: t = 0. */
  readonly originDate: CalendarDay;
  /** Where a curve through the points bottoms out: see {@link decaySeries}. */
  readonly chanceLevel: number;
  /** Oldest first. */
  readonly points: readonly DecayPoint[];
}

export type DecaySeriesRefusal =
  { readonly code: 'no-dated-slices' } | { readonly code: 'slice-not-scored'; readonly slice: string };

/**
 * The dated slices of a run as a series. A slice stands at the mean date of its own rows, not in the middle of
 * its calendar range: where quality changes linearly, the mean score belongs to the mean date, however unevenly
 * the rows are spread (an open-ended first slice, an import within one week).
 *
 * A guesser that raises alarms at the rate at which the model raises false ones would find that very share of
 * the positives (the diagonal of the ROC plane; Fawcett 2006, Pattern Recognition Letters 27, 861-874). So the
 * measured false positive rate is the chance level of recall; without negatives it is the domain's own.
 */
export function decaySeries(
  definition: DomainDefinition,
  scores: readonly SliceScore[],
): Result<DecaySeries, DecaySeriesRefusal> {
  const scoreOf = new Map(scores.map((score) => [score.slice, score]));
  const dated: { date: CalendarDay; label: string; score: SliceScore }[] = [];
  for (const { key, label, meanDate } of definition.slices) {
    if (meanDate === undefined) continue;
    const score = scoreOf.get(key);
    if (score === undefined) return err({ code: 'slice-not-scored', slice: key });
    dated.push({ date: meanDate, label, score });
  }
  dated.sort((a, b) => yearsBetween(b.date, a.date));
  const [first] = dated;
  if (first === undefined) return err({ code: 'no-dated-slices' });
  return ok({
    originDate: first.date,
    chanceLevel: chanceLevelOf(definition, first.score, scores),
    points: dated.map(({ date, label, score }) => ({
      t: yearsBetween(first.date, date),
      ...trialsOf(score),
      label,
    })),
  });
}

/** Where a curve through scores of this metric bottoms out. */
export const chanceLevelOf = (
  { chanceLevel }: DomainDefinition,
  { metric }: SliceScore,
  scores: readonly SliceScore[],
): number => (metric === 'recall' ? falseAlarmRate(scores) : undefined) ?? chanceLevel;

export const trialsOf = ({ metric, n, correct, value, lower, upper }: SliceScore): EquivalentTrials =>
  isProportion(metric) ? { successes: correct, trials: n } : equivalentTrials(value, upper - lower, n);

/** Pooled over the slices of negatives; undefined when there are none. */
function falseAlarmRate(scores: readonly SliceScore[]): number | undefined {
  const negatives = scores.filter(({ metric }) => metric === 'false_positive_rate');
  const trials = negatives.reduce((sum, { n }) => sum + n, 0);
  const correct = negatives.reduce((sum, score) => sum + score.correct, 0);
  return trials === 0 ? undefined : (trials - correct) / trials;
}
