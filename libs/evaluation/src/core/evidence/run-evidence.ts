import { assertDefined, err, ok, type Result } from '#libs/kernel';
import { yearsBetween } from '../calendar-day.js';
import type { DomainDefinition } from '../domain-definition.js';
import type { DomainRow } from '../domain-row.js';
import { rememberedFeatures } from '../linear-features.js';
import type { ModelAnswer } from '../model-answer.js';
import { datedSlices, inTimeSlice } from '../refit-control.js';
import { kendallTau, type KendallTau } from '../statistics/kendall-tau.js';
import type { Statistic } from '../statistics/refusal.js';
import { theilSen, type TheilSen } from '../statistics/theil-sen.js';
import type { Trainer } from '../trainers/index.js';
import {
  answered,
  compareSlices,
  type Control,
  controlGroup,
  fixedControl,
  refitControl,
  type RowAnswer,
  sliceScore,
} from './compare-slices.js';
import { judgeSlices, type SliceEvidence } from './decay-verdict.js';
import { type Drift, sliceDrift } from './slice-drift.js';
import { type SeenMaterial, type TrainingOverlap, trainingOverlap } from './training-overlap.js';

/** What the frozen model of a run is compared with. */
export type RunControl =
  | { readonly name: string; readonly trainer: Trainer; readonly trainingRows: readonly DomainRow[] }
  /** Answers in the order of the rows. */
  | { readonly name: string; readonly answers: readonly RunAnswer[] };

export type RunAnswer = Pick<ModelAnswer, 'label' | 'score'>;

/** A run on public rows, with all that its evidence is made of. A text says why something is not there. */
export interface RunMaterial {
  readonly definition: DomainDefinition;
  readonly rows: readonly DomainRow[];
  /** In the order of the rows. */
  readonly answers: readonly RunAnswer[];
  readonly control: Result<RunControl, string>;
  readonly seen: Result<SeenMaterial, string>;
}

/** A slice that was judged, or why it could not be. */
export interface JudgedSlice {
  readonly slice: string;
  /** What the score rests on: that of the frozen model, and that of its control. */
  readonly frozen: number | null;
  readonly control: number | null;
  /** Rows that the control of the slice learned from, where that is known. */
  readonly controlRows: number | null;
  readonly evidence: Result<SliceEvidence, string>;
}

export interface DecayEvidence {
  readonly control: { readonly name: string; readonly kind: 'refit' | 'model' };
  readonly inTimeSlice: string;
  /** The later slices, the earliest first. */
  readonly slices: readonly JudgedSlice[];
}

/** Whether the scores of the dated slices go up or down; of few slices such a test finds next to nothing. */
export interface Trend {
  readonly kendall: Statistic<KendallTau>;
  /** Slope per year. */
  readonly theilSen: Statistic<TheilSen>;
}

export interface RunEvidence {
  readonly decay: Result<DecayEvidence, string>;
  readonly trend: Trend | null;
  readonly drift: Drift | null;
  readonly overlap: Result<TrainingOverlap, string>;
}

/** Works out what the answers of a run say beyond its scores. */
export function runEvidence(material: RunMaterial): RunEvidence {
  const { definition, rows, answers, seen } = material;
  const answerOf = answersByRow(rows, answers);
  return {
    decay: decayEvidence(material, answerOf),
    trend: trend(definition, rows, answerOf),
    drift: sliceDrift(definition, rows, answerOf) ?? null,
    overlap: seen.ok ? trainingOverlap(rows, answerOf, seen.value) : seen,
  };
}

/** Answers that stand in the order of the rows. */
export function answersByRow(rows: readonly DomainRow[], answers: readonly RunAnswer[]): RowAnswer {
  const known = new Map(rows.map(({ id }, index) => [id, answers[index]]));
  return ({ id }) => assertDefined(known.get(id), 'an answer to each row');
}

function decayEvidence(
  { definition, rows, control: given }: RunMaterial,
  frozen: RowAnswer,
): Result<DecayEvidence, string> {
  const inTime = inTimeSlice(definition);
  if (inTime === undefined) return err('The slices of the domain stand nowhere in time.');
  if (!given.ok) return given;
  const control = controlOf(definition, rows, given.value);
  if (!control.ok) return control;
  const compared = compareSlices(definition, rows, frozen, control.value);
  const judged = judgeSlices(compared.flatMap(({ comparison }) => (comparison.ok ? [comparison.value] : [])));
  const bySlice = new Map(judged.map((evidence) => [evidence.slice, evidence]));
  const { name } = given.value;
  return ok({
    control: { name, kind: 'trainer' in given.value ? 'refit' : 'model' },
    inTimeSlice: inTime.key,
    slices: compared.map(({ slice: { key }, comparison }) => ({
      slice: key,
      frozen: comparison.ok ? comparison.value.frozen.value : null,
      control: comparison.ok ? comparison.value.control.value : null,
      controlRows: control.value.rowsOf(key) ?? null,
      evidence: comparison.ok
        ? ok(assertDefined(bySlice.get(key), 'what is compared is judged'))
        : err(comparison.error.reason),
    })),
  });
}

function controlOf(
  definition: DomainDefinition,
  rows: readonly DomainRow[],
  control: RunControl,
): Result<Control, string> {
  if ('answers' in control) return ok(fixedControl(answersByRow(rows, control.answers)));
  const { trainer, trainingRows } = control;
  const refit = refitControl(definition, trainer, trainingRows, rows, rememberedFeatures());
  return refit.ok ? refit : err(`The control could not be trained: ${refit.error.code}.`);
}

function trend(definition: DomainDefinition, rows: readonly DomainRow[], answerOf: RowAnswer): Trend | null {
  const slices = datedSlices(definition);
  const [first] = slices;
  if (first === undefined) return null;
  const negatives = answered(controlGroup(definition, rows), answerOf);
  const points = slices.flatMap((slice) => {
    const members = rows.filter((row) => row.slice === slice.key);
    const score = sliceScore(definition, slice, answered(members, answerOf), negatives);
    const years = yearsBetween(first.meanDate ?? '', slice.meanDate ?? '');
    return score.ok ? [{ years, score: score.value.value }] : [];
  });
  const [years, scores] = [points.map((point) => point.years), points.map((point) => point.score)];
  return { kendall: kendallTau(years, scores), theilSen: theilSen(years, scores) };
}
