import { at } from '../../fitting/row.js';

/**
 * Gains of exponential smoothing with a damped additive trend (error-correction form: Hyndman, Koehler, Ord and
 * Snyder, 2008, section 3.4). `level` is the share of an error that stays in the level, `trend` that which goes
 * into the trend, `damping` what is left of the trend a unit of time later. No trend gain and no starting trend
 * is simple smoothing; a level gain of 1 besides is the naive forecast.
 */
export interface Gains {
  readonly level: number;
  readonly trend: number;
  readonly damping: number;
}

/** Sum of the damped trend over a time: damping + damping² + …, for real times. */
export const dampedTime = (damping: number, elapsed: number): number =>
  damping === 1 ? elapsed : (damping * (1 - damping ** elapsed)) / (1 - damping);

/**
 * Variance of an error made `elapsed` units after the last observation, in units of that after one. At whole
 * numbers it sums the squared gains of the steps in between, which for a trend is approximated by its middle;
 * exact without a trend, also between whole numbers and below 1.
 */
export function errorVariance({ level, trend, damping }: Gains, elapsed: number): number {
  const gain = level + trend * dampedTime(damping, elapsed / 2);
  return Math.max(1 + (elapsed - 1) * gain * gain, Number.EPSILON);
}

/** What one pass over a series leaves. */
export interface FilterPass {
  /** One-step errors over the root of their relative variance. */
  readonly errors: Float64Array;
  /** Logarithm of the product of those variances. */
  readonly logVariance: number;
  /** State after each observation. */
  readonly levels: Float64Array;
  readonly trends: Float64Array;
}

/**
 * Runs the recursions over a series at irregular times, in units of the typical gap. `elapsed` holds the time
 * since the observation before; before the first, one unit. After a gap of other than one unit, errors are shared
 * between what happened in the gap and what is passing, as the Kalman filter would from a known state.
 */
export function filterPass(
  y: Float64Array,
  elapsed: Float64Array,
  sd: Float64Array,
  gains: Gains,
  start: { readonly level: number; readonly trend: number },
): FilterPass {
  const errors = new Float64Array(y.length);
  const levels = new Float64Array(y.length);
  const trends = new Float64Array(y.length);
  let { level, trend } = start;
  let logVariance = 0;
  for (let i = 0; i < y.length; i++) {
    const gap = at(elapsed, i);
    const variance = errorVariance(gains, gap);
    const forecast = level + trend * dampedTime(gains.damping, gap);
    const error = at(y, i) - forecast;
    const scale = variance * at(sd, i) ** 2;
    errors[i] = error / Math.sqrt(scale);
    logVariance += Math.log(scale);
    const lasting = variance - 1;
    level = forecast + ((lasting + gains.level) / variance) * error;
    trend = trend * gains.damping ** gap + ((gains.trend * Math.max(gap, 1)) / variance) * error;
    levels[i] = level;
    trends[i] = trend;
  }
  return { errors, logVariance, levels, trends };
}
