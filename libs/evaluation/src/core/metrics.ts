import { accuracy } from './accuracy.js';
import { auroc } from './auroc.js';
import { balancedAccuracy } from './balanced-accuracy.js';
import { falsePositiveRate, recall } from './binary-score.js';
import type { Metric } from './metric.js';

/** All metrics that a domain may name, for its slices too. */
export const METRIC_IDS = [
  accuracy.id,
  auroc.id,
  balancedAccuracy.id,
  recall.id,
  falsePositiveRate.id,
] as const;

export type MetricId = (typeof METRIC_IDS)[number];

export const METRICS: { readonly [Id in MetricId]: Metric<Id> } = {
  accuracy,
  auroc,
  balanced_accuracy: balancedAccuracy,
  recall,
  false_positive_rate: falsePositiveRate,
};

/** Metrics that count right answers: their slices enter a decay curve with their own numbers. */
export const isProportion = (metric: MetricId): boolean =>
  metric !== 'auroc' && metric !== 'balanced_accuracy';
