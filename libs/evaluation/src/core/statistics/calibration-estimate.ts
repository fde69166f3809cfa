import { ok } from '#libs/kernel';
import { CALIBRATION_BINS, expectedCalibrationError } from './calibration.js';
import { expandedLevel } from './expanded-level.js';
import { CONFIDENCE_LEVEL, type Estimate } from './interval.js';
import { linearQuantile } from './quantile.js';
import type { Statistic } from './refusal.js';
import { fewClustersRefusal, type Resamples, resampledSums } from './resampling.js';
import { unitBin } from './unit-bins.js';

/**
 * Expected calibration error with an interval for that of the bins. Near perfect calibration every resample looks
 * worse than the data, so quantiles of its own resamples would miss the truth. Instead the gaps of the bins, which
 * are plain means, are resampled: by the triangle inequality the error is off by no more than the summed sizes of
 * their deviations, whose 95 % quantile is taken to either side. Covers at least its level; wide, but honest.
 */
export function calibrationErrorEstimate(
  resamples: Resamples,
  label: readonly number[],
  probability: readonly number[],
): Statistic<Estimate> {
  const value = expectedCalibrationError(label, probability);
  if (!value.ok) return value;
  const refusal = fewClustersRefusal(resamples.source);
  if (refusal !== undefined) return refusal;
  const gapIn = (bin: number) => (row: number) => {
    const chance = probability[row] ?? 0;
    return unitBin(chance, CALIBRATION_BINS) === bin ? chance - (label[row] ?? 0) : 0;
  };
  const bins = Array.from({ length: CALIBRATION_BINS }, (_, bin) => gapIn(bin));
  const sums = resampledSums(resamples, [...bins, () => 1]);
  const gaps = meanGaps(sums.total);
  const deviations = Float64Array.from(sums.resamples, (resample) =>
    meanGaps(resample).reduce((total, gap, bin) => total + Math.abs(gap - (gaps[bin] ?? 0)), 0),
  ).sort();
  const reach = linearQuantile(deviations, expandedLevel(CONFIDENCE_LEVEL, resamples.units.count));
  const [lower, upper] = [Math.max(0, value.value - reach), Math.min(1, value.value + reach)];
  return ok({ value: value.value, lower, upper, n: label.length });
}

/** The gaps as shares of all rows; the number of rows stands last. */
const meanGaps = (sums: Float64Array): Float64Array =>
  sums.subarray(0, CALIBRATION_BINS).map((gap) => gap / (sums[CALIBRATION_BINS] ?? 1));
