import { err, ok, type Result } from '#libs/kernel';
import type { DomainDefinition, DomainSlice } from './domain-definition.js';
import { type DomainRow, labelOfAnswer, rowsBySlice } from './domain-row.js';
import type { LabelPair, Score, ScoreRefusal } from './metric.js';
import { type MetricId, METRICS } from './metrics.js';
import type { ModelAnswer } from './model-answer.js';

/** Answers by row id. */
export type Answers = ReadonlyMap<string, Pick<ModelAnswer, 'label' | 'score'>>;

export interface SliceScore extends Score {
  readonly slice: string;
  readonly metric: MetricId;
}

export interface HeadlineScore extends Score {
  readonly metric: MetricId;
}

/** A run is scored whole or not at all: leaving out unanswered rows would flatter whoever fails on hard ones. */
export type ScoringRefusal = ScoreRefusal | { readonly code: 'answer-missing'; readonly rowId: string };

/** Scores the rows of one slice with the slice's metric. Rows of other slices are ignored. */
export function scoreSlice(
  definition: DomainDefinition,
  slice: DomainSlice,
  rows: readonly DomainRow[],
  answers: Answers,
): Result<SliceScore, ScoringRefusal> {
  const pairs = pairUp(
    rows.filter((row) => row.slice === slice.key),
    answers,
  );
  if (!pairs.ok) return pairs;
  const score = METRICS[slice.metric].score(pairs.value, definition.positiveLabel ?? '');
  return score.ok ? ok({ slice: slice.key, metric: slice.metric, ...score.value }) : score;
}

export interface RunScores {
  /** One for each metric of the domain over all rows; the first is the headline. */
  readonly overall: readonly HeadlineScore[];
  /** In the order of the domain's slices. */
  readonly slices: readonly SliceScore[];
}

/** Scores every slice, and all rows together with every metric of the domain. */
export function scoreRun(
  definition: DomainDefinition,
  rows: readonly DomainRow[],
  answers: Answers,
): Result<RunScores, ScoringRefusal> {
  const groups = rowsBySlice(rows);
  const slices: SliceScore[] = [];
  for (const slice of definition.slices) {
    const score = scoreSlice(definition, slice, groups.get(slice.key) ?? [], answers);
    if (!score.ok) return score;
    slices.push(score.value);
  }
  const pairs = pairUp(rows, answers);
  if (!pairs.ok) return pairs;
  const overall: HeadlineScore[] = [];
  for (const metric of definition.metrics) {
    const score = METRICS[metric].score(pairs.value, definition.positiveLabel ?? '');
    if (!score.ok) return score;
    overall.push({ metric, ...score.value });
  }
  return ok({ overall, slices });
}

function pairUp(rows: readonly DomainRow[], answers: Answers): Result<readonly LabelPair[], ScoringRefusal> {
  const pairs: LabelPair[] = [];
  for (const row of rows) {
    const answer = answers.get(row.id);
    if (answer === undefined) return err({ code: 'answer-missing', rowId: row.id });
    pairs.push({ target: row.target, answer: labelOfAnswer(row, answer.label), score: answer.score });
  }
  return ok(pairs);
}
