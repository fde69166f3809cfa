import { assertDefined, ok, type Random } from '#libs/kernel';
import { auroc } from './auroc.js';
import { CALIBRATION_BINS, expectedCalibrationError } from './calibration.js';
import { clusteredMean, clusteredMeanInterval } from './clustered-mean.js';
import { clusteredProportion } from './clustered-proportion.js';
import { tableKappa } from './cohen-kappa.js';
import { type ConfusionTable, confusionTable } from './confusion-table.js';
import { CONFIDENCE_LEVEL, type Estimate } from './interval.js';
import { normalCriticalValue } from './normal-distribution.js';
import { brierLoss, type Loss, logLoss, meanLoss } from './probability-scores.js';
import type { Statistic } from './refusal.js';
import { bootstrapInterval, type ResampledSums, resampleSums, type SumStatistic } from './resampled-sums.js';
import { type ClusterName, type SamplingUnits, samplingUnits, sumByUnit } from './sampling-units.js';
import { balancedAccuracy, f1, matthewsCorrelation, type TableScore } from './table-scores.js';
import { unitBin } from './unit-bins.js';

/** Answers of a binary classifier: all arrays are equally long, at least one row. */
export interface BinaryAnswers {
  /** 0 or 1. */
  readonly label: readonly number[];
  /** Of label 1, in [0, 1]. */
  readonly probability: readonly number[];
  /** 0 or 1. */
  readonly prediction: readonly number[];
  readonly cluster?: readonly ClusterName[] | undefined;
}

export interface BinaryMetrics {
  readonly accuracy: Statistic<Estimate>;
  readonly balancedAccuracy: Statistic<Estimate>;
  readonly f1: Statistic<Estimate>;
  readonly matthewsCorrelation: Statistic<Estimate>;
  readonly kappa: Statistic<Estimate>;
  readonly auroc: Statistic<Estimate>;
  readonly brier: Statistic<Estimate>;
  readonly logLoss: Statistic<Estimate>;
  readonly expectedCalibrationError: Statistic<Estimate>;
}

/**
 * What a binary classifier is worth on some rows, each figure with its 95 % interval, or refused with the reason.
 * Accuracy: Wilson, by effective rows where clustered. Figures of the confusion table and calibration error: BCa
 * bootstrap of units. AUROC: DeLong's components summed by unit. Losses: Student on unit sums. Where clusters are
 * given they are the units throughout, otherwise rows are.
 */
export function binaryMetrics(answers: BinaryAnswers, random: Random): BinaryMetrics {
  const { label, probability, prediction, cluster } = answers;
  const units = samplingUnits(label.length, cluster);
  const table = confusionTable(label, prediction);
  const tables = resampleSums(units, cellsOf(label, prediction), random);
  const ofTable = (score: TableScore): Statistic<Estimate> =>
    withBootstrap(score(table), tables, (sums) => defined(score(tableOf(sums))), label.length);
  return {
    accuracy: clusteredProportion(
      label.map((truth, row) => (prediction[row] === truth ? 1 : 0)),
      units,
    ),
    balancedAccuracy: ofTable(balancedAccuracy),
    f1: ofTable(f1),
    matthewsCorrelation: ofTable(matthewsCorrelation),
    kappa: ofTable(tableKappa),
    auroc: aurocEstimate(label, probability, units),
    brier: lossEstimate(label, probability, units, brierLoss),
    logLoss: lossEstimate(label, probability, units, logLoss),
    expectedCalibrationError: calibrationEstimate(label, probability, units, random),
  };
}

const defined = (statistic: Statistic): number | undefined => (statistic.ok ? statistic.value : undefined);

function withBootstrap(
  value: Statistic,
  sums: ResampledSums,
  statistic: SumStatistic,
  n: number,
): Statistic<Estimate> {
  if (!value.ok) return value;
  const interval = bootstrapInterval(sums, statistic);
  return interval.ok ? ok({ value: value.value, ...interval.value, n }) : interval;
}

type Quantity = (row: number) => number;

const cellsOf = (label: readonly number[], prediction: readonly number[]): readonly Quantity[] =>
  [
    [1, 1],
    [0, 1],
    [1, 0],
    [0, 0],
  ].map(
    ([truth, answer]) =>
      (row) =>
        label[row] === truth && prediction[row] === answer ? 1 : 0,
  );

const tableOf = ([tp = 0, fp = 0, fn = 0, tn = 0]: Float64Array): ConfusionTable => ({
  truePositives: tp,
  falsePositives: fp,
  falseNegatives: fn,
  trueNegatives: tn,
});

/**
 * The area's variance is that of the sums of its structural components over sampling units (DeLong, DeLong and
 * Clarke-Pearson 1988, Biometrics 44, 837-845; for clusters Obuchowski 1997, Biometrics 53, 567-578).
 */
function aurocEstimate(
  label: readonly number[],
  probability: readonly number[],
  units: SamplingUnits,
): Statistic<Estimate> {
  const curve = auroc(label, probability);
  if (!curve.ok) return curve;
  const { area, positives, negatives, components } = curve.value;
  const sums = sumByUnit(units, (row) => {
    const excess = assertDefined(components[row], 'a component for each row') - area;
    return excess / (label[row] === 1 ? positives : negatives);
  });
  const variance =
    sums.reduce((total, sum) => total + sum * sum, 0) * (units.count / Math.max(1, units.count - 1));
  const reach = normalCriticalValue(CONFIDENCE_LEVEL) * Math.sqrt(variance);
  return ok({
    value: area,
    lower: Math.max(0, area - reach),
    upper: Math.min(1, area + reach),
    n: label.length,
  });
}

function lossEstimate(
  label: readonly number[],
  probability: readonly number[],
  units: SamplingUnits,
  loss: Loss,
): Statistic<Estimate> {
  const value = meanLoss(label, probability, loss);
  if (!value.ok) return value;
  const losses = label.map((truth, row) =>
    loss(truth, assertDefined(probability[row], 'a probability for each row')),
  );
  const mean = clusteredMean(losses, units);
  if (!mean.ok) return mean;
  const { lower, upper } = clusteredMeanInterval(mean.value);
  return ok({ value: value.value, lower: Math.max(0, lower), upper, n: label.length });
}

/** The gap of each bin is a sum over rows, so resampling the gaps resamples the error. */
function calibrationEstimate(
  label: readonly number[],
  probability: readonly number[],
  units: SamplingUnits,
  random: Random,
): Statistic<Estimate> {
  const value = expectedCalibrationError(label, probability);
  if (!value.ok) return value;
  const at = (row: number): number => assertDefined(probability[row], 'a probability for each row');
  const gaps = Array.from(
    { length: CALIBRATION_BINS },
    (_, bin): Quantity =>
      (row) =>
        unitBin(at(row), CALIBRATION_BINS) === bin ? at(row) - (label[row] ?? 0) : 0,
  );
  const error: SumStatistic = (sums) => {
    const rows = sums.at(-1) ?? 0;
    return rows === 0
      ? undefined
      : sums.subarray(0, -1).reduce((total, gap) => total + Math.abs(gap), 0) / rows;
  };
  return withBootstrap(value, resampleSums(units, [...gaps, () => 1], random), error, label.length);
}
