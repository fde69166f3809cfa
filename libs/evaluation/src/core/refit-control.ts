import { err, ok, type Result } from '#libs/kernel';
import { yearsBetween } from './calendar-day.js';
import type { DomainDefinition, DomainSlice } from './domain-definition.js';
import { type DomainRow, rowsBySlice } from './domain-row.js';
import type { LinearModel } from './linear-model.js';
import {
  type FeatureReader,
  type LabelsApart,
  trainModel,
  type Trainer,
  type TrainingRefusal,
} from './trainers/index.js';

/** The model that a slice is answered by in the control. */
export interface RefitModel {
  readonly slice: string;
  /** Rows that it learned from. */
  readonly rows: number;
  readonly model: LinearModel;
}

export type RefitRefusal = TrainingRefusal | { readonly code: 'not-two-labels' };

/** The slice that stands first in time: what a model trained on the training rows was made for. */
export function inTimeSlice({ slices }: Pick<DomainDefinition, 'slices'>): DomainSlice | undefined {
  return datedSlices({ slices })[0];
}

/** Slices that stand somewhere in time, the earliest first. */
export function datedSlices({ slices }: Pick<DomainDefinition, 'slices'>): readonly DomainSlice[] {
  const dated = slices.flatMap((slice) =>
    slice.meanDate === undefined ? [] : [{ slice, date: slice.meanDate }],
  );
  return dated.sort((a, b) => yearsBetween(b.date, a.date)).map(({ slice }) => slice);
}

/**
 * Models trained afresh for each later slice by the same trainer: on the training rows and all test rows of slices
 * that were over before the slice began. The in-time slice is left out, so that it can show what a model has gained
 * by more rows alone: there neither the frozen model nor a control has seen the answers.
 */
export function refitModels(
  definition: DomainDefinition,
  trainer: Trainer,
  trainingRows: readonly DomainRow[],
  testRows: readonly DomainRow[],
  featuresOf?: FeatureReader,
): Result<readonly RefitModel[], RefitRefusal> {
  const labels = labelsApart(definition);
  if (labels === undefined) return err({ code: 'not-two-labels' });
  const groups = rowsBySlice(testRows);
  const [, ...later] = datedSlices(definition);
  const models: RefitModel[] = [];
  for (const slice of later) {
    const rows = [...trainingRows, ...rowsBefore(slice, later, groups)];
    const model = trainModel(trainer, rows, labels, featuresOf);
    if (!model.ok) return model;
    models.push({ slice: slice.key, rows: rows.length, model: model.value });
  }
  return ok(models);
}

/** The two labels that a trainer tells apart; undefined where a domain has more, or none that is positive. */
export function labelsApart({ labels, positiveLabel }: DomainDefinition): LabelsApart | undefined {
  const [negative, ...others] = labels.filter((label) => label !== positiveLabel);
  return positiveLabel === undefined || negative === undefined || others.length > 0
    ? undefined
    : { positive: positiveLabel, negative };
}

/** Rows of slices whose last day lies before the first day of the given one. Dates compare as texts (ISO 8601). */
function rowsBefore(
  slice: DomainSlice,
  slices: readonly DomainSlice[],
  groups: ReadonlyMap<string, readonly DomainRow[]>,
): readonly DomainRow[] {
  const daysOf = ({ key }: DomainSlice): readonly string[] =>
    (groups.get(key) ?? []).flatMap(({ time }) => (time === undefined ? [] : [time])).sort();
  const [firstDay] = daysOf(slice);
  if (firstDay === undefined) return [];
  return slices.flatMap((other) => {
    const lastDay = daysOf(other).at(-1);
    return lastDay !== undefined && lastDay < firstDay ? (groups.get(other.key) ?? []) : [];
  });
}
