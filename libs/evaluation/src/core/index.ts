export { type Assertion, FAIL, judge, PASS } from './assertion.js';
export type { CalendarDay } from './calendar-day.js';
export { type CardSettings, croissantCard } from './croissant-card.js';
export { type DecayPoint, decaySeries, type DecaySeries, type DecaySeriesRefusal } from './decay-series.js';
export { findInconsistency } from './domain-consistency.js';
export {
  type DomainBaseline,
  type DomainDataFile,
  type DomainDefinition,
  type DomainModel,
  type DomainSlice,
  parseDomainDefinition,
} from './domain-definition.js';
export { type DomainRow, labelOfAnswer, parseDomainRow, rowId } from './domain-row.js';
export type { FieldProblem } from './field-problem.js';
export type { LabelPair, Metric, MetricDirection, Score, ScoreRefusal } from './metric.js';
export { isProportion, METRIC_IDS, type MetricId, METRICS } from './metrics.js';
export { type LinearAnswer, linearClassifier } from './linear-answer.js';
export { type FeatureKind, type LinearModel, parseLinearModel } from './linear-model.js';
export { type ModelAnswer, parseModelAnswers } from './model-answer.js';
export { type ImportedDomain, importPromptfoo } from './promptfoo-import.js';
export {
  datedSlices,
  inTimeSlice,
  type RefitModel,
  refitModels,
  type RefitRefusal,
} from './refit-control.js';
export { rowView, type RowView } from './row-view.js';
export { parseRuleList, type RuleList } from './rule-list.js';
export {
  type Answers,
  type HeadlineScore,
  type RunScores,
  scoreRun,
  scoreSlice,
  type ScoringRefusal,
  type SliceScore,
} from './score-slice.js';
export {
  type LabelsApart,
  trainModel,
  type Trainer,
  type TrainingRefusal,
  type TrainingRow,
} from './trainers/index.js';
export {
  type Amounts,
  type BatchGrant,
  type BudgetLimit,
  type BudgetUse,
  grantBatch,
  isUnlimited,
  type RunBudget,
} from './budget.js';
export { type PlannedChunk, planChunks } from './chunk-plan.js';
export { drawDomains } from './hidden-split-draw.js';
export { roundHiddenScore } from './hidden-split-score.js';
export { cacheKey, cacheScope, isWorthCaching } from './run-cache-key.js';
export { nextDueAtMs } from './run-schedule.js';
export { SlicePairs } from './run-score.js';
export { hasEnded, mayBecome, RUN_STATES, type RunState } from './run-state.js';
export * from './statistics/index.js';
export {
  answerSimilarity,
  NEAR_CLONE_AGREEMENT,
  type SimilarityCounts,
} from './evidence/answer-similarity.js';
export type { Contrast } from './evidence/contrast.js';
export { standingSeries } from './standing-series.js';
export { ALARM_LEVEL, DIFFERENCE_MIN } from './evidence/decay-verdict.js';
export type { OverallScore } from './evidence/overall-score.js';
export { liftOver, type RankDelta, rankDelta, rankOf } from './evidence/ranking.js';
export { type CallCost, type Contestant, residualEdge } from './evidence/residual-edge.js';
export type { JudgedSlice, RunEvidence } from './evidence/run-evidence.js';
