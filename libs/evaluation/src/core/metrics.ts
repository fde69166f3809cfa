import { balancedAccuracy } from './balanced-accuracy.js';
import { falsePositiveRate, recall } from './binary-score.js';
import type { Metric } from './metric.js';

/** Metrics of one slice. Each is a proportion, which is what intervals and decay curves of a slice rest on. */
export const SLICE_METRIC_IDS = [recall.id, falsePositiveRate.id] as const;

/** All metrics that a domain may name. */
export const METRIC_IDS = [balancedAccuracy.id, ...SLICE_METRIC_IDS] as const;

export type SliceMetricId = (typeof SLICE_METRIC_IDS)[number];
export type MetricId = (typeof METRIC_IDS)[number];

export const METRICS: { readonly [Id in MetricId]: Metric<Id> } = {
  balanced_accuracy: balancedAccuracy,
  recall,
  false_positive_rate: falsePositiveRate,
};
