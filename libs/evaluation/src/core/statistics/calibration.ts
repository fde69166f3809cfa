import { assert, assertDefined, ok } from '#libs/kernel';
import type { Interval } from './interval.js';
import { refuse, type Statistic } from './refusal.js';
import { unitBin } from './unit-bins.js';
import { wilsonInterval } from './wilson-interval.js';

/** Bins of the calibration error that is reported (Guo et al. 2017). */
export const CALIBRATION_BINS = 15;

/**
 * The gap of a bin counts without its sign, so noise alone makes an error (Bröcker 2012; Kumar, Liang and Ma 2019):
 * in bins of twenty rows up to sqrt(2/π) × 0.5/sqrt(20) = 0.09. With fewer there is little else to see.
 */
export const CALIBRATION_ROWS_MIN = 20 * CALIBRATION_BINS;

/** One point of a reliability diagram. */
export interface ReliabilityBin extends Interval {
  /** The bin holds probabilities above `from`, up to and including `to`; the first also 0. */
  readonly from: number;
  readonly to: number;
  readonly n: number;
  readonly meanProbability: number;
  /** Share of its rows that are positive; its Wilson interval is `lower` to `upper`. */
  readonly positiveShare: number;
}

/** Sum of probability minus label in each bin, and how many rows it holds. */
function binGaps(
  label: readonly number[],
  probability: readonly number[],
  bins: number,
): readonly { n: number; probabilities: number; positives: number }[] {
  assert(label.length === probability.length, 'as many probabilities as labels');
  const sums = Array.from({ length: bins }, () => ({ n: 0, probabilities: 0, positives: 0 }));
  probability.forEach((chance, row) => {
    const bin = assertDefined(sums[unitBin(chance, bins)], 'probabilities lie in [0, 1]');
    bin.n += 1;
    bin.probabilities += chance;
    bin.positives += label[row] ?? 0;
  });
  return sums;
}

/** The bins that hold rows, lowest first: what is said against what happened. */
export const reliabilityBins = (
  label: readonly number[],
  probability: readonly number[],
  bins: number = CALIBRATION_BINS,
): readonly ReliabilityBin[] =>
  binGaps(label, probability, bins).flatMap(({ n, probabilities, positives }, bin) =>
    n === 0
      ? []
      : {
          from: bin / bins,
          to: (bin + 1) / bins,
          n,
          meanProbability: probabilities / n,
          positiveShare: positives / n,
          ...wilsonInterval(positives, n),
        },
  );

/**
 * Expected calibration error of the probability of the positive class: the distance between mean probability and
 * share of positives in equally wide bins, weighted by their rows (Naeini, Cooper and Hauskrecht 2015, AAAI).
 */
export function calibrationError(
  label: readonly number[],
  probability: readonly number[],
  bins: number = CALIBRATION_BINS,
): Statistic {
  if (label.length === 0) return refuse('no-rows', 'there are no rows');
  const gaps = binGaps(label, probability, bins).map((bin) => Math.abs(bin.probabilities - bin.positives));
  return ok(gaps.reduce((sum, gap) => sum + gap, 0) / label.length);
}

/** The same with 15 bins, refused where it would mostly measure noise. */
export const expectedCalibrationError = (
  label: readonly number[],
  probability: readonly number[],
): Statistic =>
  label.length < CALIBRATION_ROWS_MIN
    ? refuse(
        'too-few-rows',
        `calibration error needs at least ${String(CALIBRATION_ROWS_MIN)} rows, there are ${String(label.length)}`,
      )
    : calibrationError(label, probability);
