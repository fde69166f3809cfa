export type { CalendarDay } from './calendar-day.js';
export { type DecayPoint, decaySeries, type DecaySeries, type DecaySeriesRefusal } from './decay-series.js';
export { findInconsistency } from './domain-consistency.js';
export {
  type DomainBaseline,
  type DomainDataFile,
  type DomainDefinition,
  type DomainSlice,
  parseDomainDefinition,
} from './domain-definition.js';
export { type DomainRow, parseDomainRow, rowId } from './domain-row.js';
export type { FieldProblem } from './field-problem.js';
export type { LabelPair, Metric, MetricDirection, Score, ScoreRefusal } from './metric.js';
export { METRIC_IDS, type MetricId, METRICS, SLICE_METRIC_IDS, type SliceMetricId } from './metrics.js';
export { type ModelAnswer, parseModelAnswers } from './model-answer.js';
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
export * from './statistics/index.js';
