import { assertDefined, ok } from '#libs/kernel';
import type { Estimate, Interval } from './interval.js';
import { brierLoss, type Loss, logLoss, meanLoss } from './probability-scores.js';
import { refuse, type Statistic } from './refusal.js';
import { bootstrapInterval, type Resamples, resampledSums } from './resampling.js';
import { effectiveUnits } from './sampling-units.js';
import { scoreInterval } from './wilson-interval.js';

/** Few rows hardly ever show the large losses, and what they do not show they cannot resample (coverage.spec.ts). */
const LOSS_UNITS_MIN = 20;

/**
 * Brier score with its BCa interval. Of fewer than 20 units, or where all rows cost the same, it is Wilson's for a
 * share: no loss between 0 and 1 varies more than one that is either (Bhatia and Davis 2000, American Mathematical
 * Monthly 107, 353-357).
 */
export function brierEstimate(
  label: readonly number[],
  probability: readonly number[],
  resamples: Resamples,
): Statistic<Estimate> {
  const value = meanLoss(label, probability, brierLoss);
  if (!value.ok) return value;
  const bootstrap = lossInterval(label, probability, brierLoss, resamples);
  const interval = bootstrap.ok
    ? bootstrap.value
    : scoreInterval(value.value, effectiveUnits(resamples.source));
  return ok({ value: value.value, ...interval, n: label.length });
}

/** Logarithmic loss with its BCa interval, refused of fewer than 20 units: it has no bound. */
export function logLossEstimate(
  label: readonly number[],
  probability: readonly number[],
  resamples: Resamples,
): Statistic<Estimate> {
  const value = meanLoss(label, probability, logLoss);
  if (!value.ok) return value;
  const interval = lossInterval(label, probability, logLoss, resamples);
  return interval.ok ? ok({ value: value.value, ...interval.value, n: label.length }) : interval;
}

function lossInterval(
  label: readonly number[],
  probability: readonly number[],
  loss: Loss,
  resamples: Resamples,
): Statistic<Interval> {
  const { count, clustered } = resamples.source;
  if (count < LOSS_UNITS_MIN)
    return refuse(
      clustered ? 'too-few-clusters' : 'too-few-rows',
      `the interval of a loss needs at least ${String(LOSS_UNITS_MIN)} ${clustered ? 'clusters' : 'rows'}, ` +
        `there are ${String(count)}`,
    );
  const lossAt = (row: number): number =>
    loss(label[row] ?? 0, assertDefined(probability[row], 'a probability for each row'));
  return bootstrapInterval(resampledSums(resamples, [lossAt, () => 1]), ([sum = 0, rows = 0]) => sum / rows);
}
