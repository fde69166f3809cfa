import { logSumOfExponentials, type CandidateFit } from './candidate.js';
import { logStudentDensity } from './state-filter.js';
import type { WorkingSeries } from './working-series.js';

/** Fewer points than this show no candidate at its work. */
const ORIGIN_POINTS_MIN = 4;

/** Origins beyond this many tell little more, and each costs a fit of every family. */
export const ORIGINS_MAX = 8;

/** Fewer origins than this are no test (a candidate may have been lucky). */
export const ORIGINS_MIN = 4;

/**
 * Counts of points after which the past is forecast: evenly over the second half of the series, ending one point
 * before its end (rolling origin: Tashman, 2000). Empty where fewer than four origins are to be had.
 */
export function originCounts(pointCount: number): readonly number[] {
  const first = Math.max(ORIGIN_POINTS_MIN, Math.ceil(pointCount / 2));
  const available = pointCount - first;
  if (available < ORIGINS_MIN) return [];
  const taken = Math.min(available, ORIGINS_MAX);
  return Array.from({ length: taken }, (_, origin) => first + Math.floor((origin * available) / taken));
}

/**
 * Log densities that the candidates, fitted to the first `count` points, gave to those that followed: at one, two,
 * four, … points ahead. One row for each point, one entry for each candidate.
 */
export function originScores(
  fits: readonly CandidateFit[],
  series: WorkingSeries,
  count: number,
): readonly (readonly number[])[] {
  const rows: (readonly number[])[] = [];
  for (let ahead = 1; count - 1 + ahead < series.values.length; ahead *= 2) {
    const step = series.steps[count - 1 + ahead] ?? 0;
    const value = series.values[count - 1 + ahead] ?? 0;
    rows.push(fits.map((fit) => logDensityAt(fit, step, value)));
  }
  return rows;
}

/** Log density of a candidate's mixture at a value. */
export const logDensityAt = (fit: CandidateFit, step: number, value: number): number =>
  logSumOfExponentials(
    fit.components.map(({ weight, degreesOfFreedom, predict }) => {
      const { centre, scale } = predict(step);
      return Math.log(weight) + logStudentDensity(value - centre, scale, degreesOfFreedom);
    }),
  );
