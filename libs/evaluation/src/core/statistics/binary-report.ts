import { ok, type Random } from '#libs/kernel';
import { auroc } from './auroc.js';
import { aurocInterval } from './auroc-interval.js';
import { averagePrecision } from './average-precision.js';
import { averagePrecisionInterval } from './average-precision-interval.js';
import { calibrationErrorEstimate } from './calibration-estimate.js';
import { clusteredProportion } from './clustered-proportion.js';
import { tableKappa } from './cohen-kappa.js';
import { type ConfusionTable, confusionTable, negativesOf, positivesOf, rowsOf } from './confusion-table.js';
import type { Estimate } from './interval.js';
import { type ClassSupport } from './boundary-interval.js';
import { brierEstimate, logLossEstimate } from './loss-estimate.js';
import { meanOfProportions } from './mean-of-proportions.js';
import { refuse, type Statistic } from './refusal.js';
import { drawResamples } from './resampling.js';
import { type ClusterName, type SamplingUnits, samplingUnits, unitsWith } from './sampling-units.js';
import { resampledTables, tableEstimate } from './table-estimate.js';
import { balancedAccuracy, f1, matthewsCorrelation } from './table-scores.js';
import { wilsonInterval } from './wilson-interval.js';

/** Answered rows of a task with two classes. */
export interface BinaryRows {
  /** 0 or 1. */
  readonly label: readonly number[];
  /** Of label 1, in [0, 1]. */
  readonly probability: readonly number[];
  /** 0 or 1: what the model would act on. */
  readonly prediction: readonly number[];
  /** What rows were drawn together with; without it they are independent. */
  readonly cluster?: readonly ClusterName[] | undefined;
}

const BINARY_METRICS = [
  'accuracy',
  'balancedAccuracy',
  'f1',
  'matthewsCorrelation',
  'kappa',
  'auroc',
  'averagePrecision',
  'brier',
  'logLoss',
  'expectedCalibrationError',
] as const;

export type BinaryMetric = (typeof BINARY_METRICS)[number];

/** Each metric with its 95 % interval, or why the rows do not give it. */
export type BinaryReport = Readonly<Record<BinaryMetric, Statistic<Estimate>>>;

/**
 * Metrics of a task with two classes.
 *
 * Intervals: accuracy Wilson, AUROC Newcombe 2006, both with clusters for the effective number of rows; balanced
 * accuracy Newcombe 1998; average precision Boyd's logit interval; F1, Matthews correlation, kappa, Brier score and
 * log loss BCa bootstrap of rows, with clusters of clusters, as is balanced accuracy then; calibration error
 * bootstrap of its bins. Of fewer than 20 rows the Brier score has Wilson's and log loss none.
 *
 * @param random decides the resamples: the same rows and seed give the same report
 */
export function binaryReport(rows: BinaryRows, random: Random): BinaryReport {
  const { label, probability, prediction } = rows;
  const units = samplingUnits(label.length, rows.cluster);
  const missing = whatIsMissing(units);
  if (missing !== undefined) return refuseAll(missing);
  const support: ClassSupport = {
    positiveUnits: unitsWith(units, label, 1),
    negativeUnits: unitsWith(units, label, 0),
  };
  const table = confusionTable(label, prediction);
  const resamples = drawResamples(units, random);
  const tables = resampledTables(resamples, label, prediction);
  return {
    accuracy: clusteredProportion(
      label.map((truth, row) => Number(prediction[row] === truth)),
      units,
    ),
    balancedAccuracy: units.clustered
      ? tableEstimate(tables, balancedAccuracy, support)
      : independentBalancedAccuracy(table),
    f1: tableEstimate(tables, f1, support),
    matthewsCorrelation: tableEstimate(tables, matthewsCorrelation, support),
    kappa: tableEstimate(tables, tableKappa, support),
    auroc: aurocEstimate(label, probability, units),
    averagePrecision: averagePrecisionEstimate(label, probability, support),
    brier: brierEstimate(label, probability, resamples),
    logLoss: logLossEstimate(label, probability, resamples),
    expectedCalibrationError: calibrationErrorEstimate(resamples, label, probability),
  };
}

function whatIsMissing(units: SamplingUnits): Statistic<never> | undefined {
  if (units.count === 0) return refuse('no-rows', 'there are no rows');
  return units.clustered && units.count < 2
    ? refuse('too-few-clusters', 'one cluster says nothing of how clusters differ')
    : undefined;
}

const refuseAll = (refusal: Statistic<never>): BinaryReport =>
  Object.fromEntries(BINARY_METRICS.map((metric) => [metric, refusal])) as BinaryReport;

function independentBalancedAccuracy(table: ConfusionTable): Statistic<Estimate> {
  const value = balancedAccuracy(table);
  if (!value.ok) return value;
  const share = (right: number, rows: number) => ({ value: right / rows, ...wilsonInterval(right, rows) });
  const recall = share(table.truePositives, positivesOf(table));
  const specificity = share(table.trueNegatives, negativesOf(table));
  return ok({ ...meanOfProportions(recall, specificity), n: rowsOf(table) });
}

function aurocEstimate(
  label: readonly number[],
  probability: readonly number[],
  units: SamplingUnits,
): Statistic<Estimate> {
  const roc = auroc(label, probability);
  if (!roc.ok) return roc;
  return ok({ value: roc.value.area, ...aurocInterval(roc.value, label, units), n: label.length });
}

function averagePrecisionEstimate(
  label: readonly number[],
  probability: readonly number[],
  { positiveUnits }: ClassSupport,
): Statistic<Estimate> {
  const value = averagePrecision(label, probability);
  if (!value.ok) return value;
  return ok({
    value: value.value,
    ...averagePrecisionInterval(value.value, positiveUnits),
    n: label.length,
  });
}
