export { benjaminiHochbergAdjusted, holmAdjusted } from './adjusted-p-values.js';
export { areaInterval } from './area-interval.js';
export { auroc, type Auroc } from './auroc.js';
export { aurocInterval } from './auroc-interval.js';
export { averagePrecision } from './average-precision.js';
export { averagePrecisionInterval } from './average-precision-interval.js';
export { bcaInterval, type BcaInterval, type BootstrapOutcome } from './bca-interval.js';
export { bestOfMany, type BestOfMany, expectedMaximum, type ScoredCandidate } from './best-of-many.js';
export { type BinaryMetric, binaryReport, type BinaryReport, type BinaryRows } from './binary-report.js';
export {
  CALIBRATION_BINS,
  CALIBRATION_ROWS_MIN,
  calibrationError,
  expectedCalibrationError,
  type ReliabilityBin,
  reliabilityBins,
} from './calibration.js';
export { clopperPearsonInterval } from './clopper-pearson-interval.js';
export { clusteredMean, type ClusteredMean, clusteredMeanInterval } from './clustered-mean.js';
export { clusteredProportion } from './clustered-proportion.js';
export { cohenKappa, tableKappa } from './cohen-kappa.js';
export { type ConfusionTable, confusionTable } from './confusion-table.js';
export { fleissKappa } from './fleiss-kappa.js';
export { jensenShannonDistance, populationStabilityIndex } from './histogram-drift.js';
export { CONFIDENCE_LEVEL, type Estimate, type Interval } from './interval.js';
export { kendallTau, type KendallTau } from './kendall-tau.js';
export { kolmogorovSmirnov, type KolmogorovSmirnov } from './kolmogorov-smirnov.js';
export { krippendorffAlpha, type RatingScale } from './krippendorff-alpha.js';
export { latencyPercentile, type LatencyPercentile, samplesToShow } from './latency-percentile.js';
export { mcnemarOfScores, mcnemarTest, type McnemarTest } from './mcnemar-test.js';
export { meanOfProportions } from './mean-of-proportions.js';
export { normalCdf, normalQuantile } from './normal-distribution.js';
export { pairedDifference, type PairedDifference } from './paired-difference.js';
export { brierLoss, logLoss, type Loss, meanLoss } from './probability-scores.js';
export { linearQuantile } from './quantile.js';
export { type Statistic, type StatisticRefusal, type StatisticRefusalCode, valueOf } from './refusal.js';
export { passAllProbability, repeatConsistency, type RepeatConsistency } from './repeat-consistency.js';
export { RESAMPLES } from './resampling.js';
export { type ClusterName, samplingUnits, type SamplingUnits } from './sampling-units.js';
export {
  alwaysValidInterval,
  decideSequentially,
  type SequentialDecision,
  type SequentialOutcome,
} from './sequential-test.js';
export { SLICE_POSITIVES_MIN, sliceRecall } from './slice-support.js';
export { studentCriticalValue } from './student-distribution.js';
export {
  accuracy as tableAccuracy,
  balancedAccuracy as tableBalancedAccuracy,
  f1 as tableF1,
  matthewsCorrelation as tableMatthewsCorrelation,
  precision as tablePrecision,
  recall as tableRecall,
  type TableScore,
} from './table-scores.js';
export { theilSen, type TheilSen } from './theil-sen.js';
export { unitHistogram } from './unit-bins.js';
export { wassersteinDistance } from './wasserstein-distance.js';
export { type ProportionInterval, wilsonInterval } from './wilson-interval.js';
