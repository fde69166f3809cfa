import { ok } from '#libs/kernel';
import { CONFIDENCE_LEVEL, type Interval } from './interval.js';
import { normalCdf, normalQuantile } from './normal-distribution.js';
import { linearQuantile } from './quantile.js';
import { refuse, type Statistic } from './refusal.js';

/** Sums of the same terms in another order differ by this much relatively, and that is no variation. */
const ROUNDING = 1e-12;

export interface BcaInterval extends Interval {
  /** z0: how far the median of the resamples lies below the estimate, in normal deviates. */
  readonly bias: number;
  /** a: how fast the standard error changes with the estimate. */
  readonly acceleration: number;
}

export interface BootstrapOutcome {
  readonly estimate: number;
  /** The statistic of each resample. */
  readonly replicates: Float64Array;
  /** The statistic with each sampling unit left out in turn. */
  readonly leaveOneOut: Float64Array;
}

/**
 * Bias-corrected and accelerated bootstrap interval (B. Efron 1987, JASA 82, 171-185; Efron and Tibshirani 1993,
 * section 14.3). Resamples equal to the estimate count half on either side. Refused where the resamples do not
 * vary, or where nearly all of them lie on one side of the estimate, so that the interval would not contain it.
 */
export function bcaInterval(
  { estimate, replicates, leaveOneOut }: BootstrapOutcome,
  level: number = CONFIDENCE_LEVEL,
): Statistic<BcaInterval> {
  const sorted = replicates.toSorted();
  const [least = 0, most = 0] = [sorted[0], sorted.at(-1)];
  if (most - least <= ROUNDING * Math.abs(most))
    return refuse('no-variation', 'every resample gives the same value');
  const bias = normalQuantile(shareBelow(replicates, estimate));
  const deviate = normalQuantile((1 + level) / 2);
  const acceleration = accelerationOf(leaveOneOut);
  if (Math.abs(bias) >= deviate || Math.abs(acceleration) * (deviate + Math.abs(bias)) >= 1)
    return refuse('biased-resamples', 'nearly all resamples lie on one side of the estimate');
  const limit = (z: number): number =>
    linearQuantile(sorted, normalCdf(bias + (bias + z) / (1 - acceleration * (bias + z))));
  return ok({ lower: limit(-deviate), upper: limit(deviate), bias, acceleration });
}

function shareBelow(replicates: Float64Array, estimate: number): number {
  let below = 0;
  for (const replicate of replicates)
    if (replicate < estimate) below += 1;
    else if (replicate === estimate) below += 0.5;
  return below / replicates.length;
}

/** A sixth of the skewness of the jackknife's influence values. */
function accelerationOf(leaveOneOut: Float64Array): number {
  const mean = leaveOneOut.reduce((sum, value) => sum + value, 0) / leaveOneOut.length;
  let [squares, cubes] = [0, 0];
  for (const value of leaveOneOut) {
    squares += (mean - value) ** 2;
    cubes += (mean - value) ** 3;
  }
  return squares === 0 ? 0 : cubes / (6 * squares ** 1.5);
}
