import { assertDefined, ok, type Result } from '#libs/kernel';
import type { DomainDefinition, DomainSlice } from '../domain-definition.js';
import { type DomainRow, labelOfAnswer, rowsBySlice } from '../domain-row.js';
import { linearClassifier } from '../linear-answer.js';
import type { FeatureReader } from '../linear-features.js';
import type { ModelAnswer } from '../model-answer.js';
import { datedSlices, refitModels, type RefitRefusal } from '../refit-control.js';
import type { Statistic } from '../statistics/refusal.js';
import type { Trainer } from '../trainers/index.js';
import type { SliceComparison } from './decay-verdict.js';
import { type AnsweredRow, linearisedScore, type LinearisedScore, netRecall } from './linearised-score.js';

/** What a model says to a row. */
export type RowAnswer = (row: DomainRow) => Pick<ModelAnswer, 'label' | 'score'>;

/** The control model of each slice: what a later slice is answered by knows more than the frozen model did. */
export interface Control {
  /** Rows that the slice's model learned from; undefined where that is not ours to say. */
  readonly rowsOf: (slice: string) => number | undefined;
  /** Whether the slice's model knows anything that was not known in time. */
  readonly knowsMore: (slice: string) => boolean;
  readonly answerOf: (slice: string) => RowAnswer;
}

/** The same trainer on all rows that were there before the slice began. */
export function refitControl(
  definition: DomainDefinition,
  trainer: Trainer,
  trainingRows: readonly DomainRow[],
  testRows: readonly DomainRow[],
  featuresOf: FeatureReader,
): Result<Control, RefitRefusal> {
  const models = refitModels(definition, trainer, trainingRows, testRows, featuresOf);
  if (!models.ok) return models;
  const bySlice = new Map(models.value.map((model) => [model.slice, model]));
  const modelOf = (slice: string) => assertDefined(bySlice.get(slice), 'a model for each later slice');
  return ok({
    rowsOf: (slice) => modelOf(slice).rows,
    knowsMore: (slice) => modelOf(slice).rows > trainingRows.length,
    answerOf: (slice) => {
      const classify = linearClassifier(modelOf(slice).model, featuresOf);
      return ({ input }) => classify(input);
    },
  });
}

/** One model for all slices, such as one that is kept up to date by others. */
export const fixedControl = (answerOf: RowAnswer): Control => ({
  rowsOf: () => undefined,
  knowsMore: () => true,
  answerOf: () => answerOf,
});

/** A later slice, or why there is nothing to compare on it. */
export type ComparedSlice = { readonly slice: DomainSlice; readonly comparison: Statistic<SliceComparison> };

/** The frozen model beside its control on each dated slice after the first, the earliest first. */
export function compareSlices(
  definition: DomainDefinition,
  rows: readonly DomainRow[],
  frozen: RowAnswer,
  control: Control,
): readonly ComparedSlice[] {
  const groups = rowsBySlice(rows);
  const rowsOf = ({ key }: DomainSlice): readonly DomainRow[] => groups.get(key) ?? [];
  const negatives = controlGroup(definition, rows);
  const scoreOf = (slice: DomainSlice, answerOf: RowAnswer): Statistic<LinearisedScore> =>
    sliceScore(definition, slice, answered(rowsOf(slice), answerOf), answered(negatives, answerOf));
  const [inTime, ...later] = datedSlices(definition);
  if (inTime === undefined) return [];
  return later.map((slice) => {
    const answerOf = control.answerOf(slice.key);
    // The later slice's metric on the rows of the earlier one: what is compared must be the same thing.
    const scores = {
      frozen: scoreOf(slice, frozen),
      control: scoreOf(slice, answerOf),
      frozenInTime: scoreOf({ ...inTime, metric: slice.metric }, frozen),
      controlInTime: scoreOf({ ...inTime, metric: slice.metric }, answerOf),
    };
    return { slice, comparison: together(slice.key, control.knowsMore(slice.key), scores) };
  });
}

/** A score as slices are compared by: recall net of the false alarms in the control group, where there is one. */
export function sliceScore(
  { positiveLabel = '' }: Pick<DomainDefinition, 'positiveLabel'>,
  { metric }: Pick<DomainSlice, 'metric'>,
  rows: readonly AnsweredRow[],
  negatives: readonly AnsweredRow[],
): Statistic<LinearisedScore> {
  return metric === 'recall' && negatives.length > 0
    ? netRecall(rows, negatives)
    : linearisedScore(metric, rows, positiveLabel);
}

/** Rows that stand nowhere in time and are negatives: they tell what recall is bought with. */
export function controlGroup(
  { slices, positiveLabel }: Pick<DomainDefinition, 'slices' | 'positiveLabel'>,
  rows: readonly DomainRow[],
): readonly DomainRow[] {
  const undated = new Set(slices.filter(({ meanDate }) => meanDate === undefined).map(({ key }) => key));
  return rows.filter(({ slice, target }) => undated.has(slice) && target !== positiveLabel);
}

/** A row without a cluster is one of its own. */
export const answered = (rows: readonly DomainRow[], answerOf: RowAnswer): readonly AnsweredRow[] =>
  rows.map((row) => {
    const { label, score } = answerOf(row);
    return {
      target: row.target,
      answer: labelOfAnswer(row, label),
      score,
      cluster: row.cluster ?? row.id,
    };
  });

type Scores = Omit<SliceComparison, 'slice' | 'knowsMore'>;

function together(
  slice: string,
  knowsMore: boolean,
  { frozen, control, frozenInTime, controlInTime }: { readonly [K in keyof Scores]: Statistic<Scores[K]> },
): Statistic<SliceComparison> {
  if (!frozen.ok) return frozen;
  if (!control.ok) return control;
  if (!frozenInTime.ok) return frozenInTime;
  if (!controlInTime.ok) return controlInTime;
  return ok({
    slice,
    knowsMore,
    frozen: frozen.value,
    control: control.value,
    frozenInTime: frozenInTime.value,
    controlInTime: controlInTime.value,
  });
}
