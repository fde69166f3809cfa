import { normalQuantile } from './normal-distribution.js';

/**
 * Forecast standard deviation of an estimate as automated valuation reports it: the relative distance within
 * which about 68 % of outcomes should lie, exp(s) − 1, with s the log-scale deviation that the first and last
 * decile imply. Null where the first decile is nothing: a log scale does not reach it.
 */
export function forecastStandardDeviation(p10: number, p90: number): number | null {
  if (p10 <= 0) return null;
  return Math.exp(Math.log(p90 / p10) / (2 * normalQuantile(0.9))) - 1;
}
