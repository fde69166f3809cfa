import { dayAfter } from '../day-after.js';
import { type AmountRange, rangeOf } from '../quantiles.js';
import { SAMPLE_YEARS } from '../time-grid.js';
import type { Bundle } from './curve-samples.js';

/** Deciles and median of a bundle at one of its samples. */
export const bandAt = (bundle: Bundle, pathCount: number, sample: number): AmountRange =>
  rangeOf(bundle.slice(sample * pathCount, (sample + 1) * pathCount).sort());

/**
 * For each path, the first time in years at which a bundle falls to a level of its own or below, on straight lines
 * between samples; infinite where it does not within the horizon.
 */
export function firstFall(
  bundle: Bundle,
  pathCount: number,
  levelOf: (path: number) => number,
): Float64Array {
  return Float64Array.from({ length: pathCount }, (_, path) => {
    const level = levelOf(path);
    let before = bundle[path] ?? 0;
    if (before <= level) return 0;
    for (let sample = 1; sample < SAMPLE_YEARS.length; sample++) {
      const value = bundle[sample * pathCount + path] ?? 0;
      if (value <= level) {
        const from = SAMPLE_YEARS[sample - 1] ?? 0;
        const to = SAMPLE_YEARS[sample] ?? 0;
        return from + ((to - from) * (before - level)) / (before - value);
      }
      before = value;
    }
    return Number.POSITIVE_INFINITY;
  });
}

/** Times as a range of years; null beyond the horizon. */
export type YearsRange = {
  readonly p10: number | null;
  readonly p50: number | null;
  readonly p90: number | null;
};

export function yearsRange(times: Float64Array): YearsRange {
  const { p10, p50, p90 } = rangeOf(times.slice().sort());
  const within = (years: number): number | null => (Number.isFinite(years) ? Number(years.toFixed(2)) : null);
  return { p10: within(p10), p50: within(p50), p90: within(p90) };
}

/** Calendar days as a range; null beyond the horizon. */
export type DayRange = {
  readonly p10: string | null;
  readonly p50: string | null;
  readonly p90: string | null;
};

/** The days that lie so many years after a day. */
export function dayRange(times: Float64Array, from: string): DayRange {
  const { p10, p50, p90 } = rangeOf(times.slice().sort());
  const dayOf = (years: number): string | null => (Number.isFinite(years) ? dayAfter(from, years) : null);
  return { p10: dayOf(p10), p50: dayOf(p50), p90: dayOf(p90) };
}
