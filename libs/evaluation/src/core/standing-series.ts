import { err, ok, type Result } from '#libs/kernel';
import type { CalendarDay } from './calendar-day.js';
import { chanceLevelOf, type DecaySeries, trialsOf } from './decay-series.js';
import type { DomainDefinition } from './domain-definition.js';
import type { SliceScore } from './score-slice.js';

/**
 * The scores of a domain whose rows have no dates, as a series that tells where quality stands and nothing of how it
 * goes on: every slice at the day on which the model was asked. False alarms are no score of their own, they set the
 * chance level of recall, as in a decay series.
 */
export function standingSeries(
  definition: DomainDefinition,
  scores: readonly SliceScore[],
  measuredOn: CalendarDay,
): Result<DecaySeries, { readonly code: 'no-scored-slices' }> {
  const labelOf = new Map(definition.slices.map(({ key, label }) => [key, label]));
  const scored = scores.filter(({ metric }) => metric !== 'false_positive_rate');
  const [first] = scored;
  if (first === undefined) return err({ code: 'no-scored-slices' });
  return ok({
    originDate: measuredOn,
    chanceLevel: chanceLevelOf(definition, first, scores),
    points: scored.map((score) => ({
      t: 0,
      ...trialsOf(score),
      label: labelOf.get(score.slice) ?? score.slice,
    })),
  });
}
