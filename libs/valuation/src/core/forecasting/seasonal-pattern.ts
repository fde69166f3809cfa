import { fisherUpperTail } from './fisher-distribution.js';
import type { WorkingSeries } from './working-series.js';

/** A pattern that repeats every so many steps, on the working scale. */
export interface SeasonalPattern {
  /** Steps of one cycle. */
  readonly period: number;
  /** Departure from the level at a time in steps; over a cycle they sum to zero. */
  readonly indexAt: (step: number) => number;
  /** The series without the pattern. */
  readonly adjusted: (series: WorkingSeries) => WorkingSeries;
}

/** Quarters of a year, days of a week, months of a year, hours of a day, weeks of a year. */
const PERIODS = [4, 7, 12, 24, 52] as const;

/** Fewer cycles than this cannot tell a pattern from noise. */
const CYCLES_MIN = 3;

/** A pattern is believed when chance alone gives one as strong, at any of the periods, this rarely. */
const SIGNIFICANCE = 0.01;

/** How far from a whole number of typical gaps a gap may be: months have 28 to 31 days. */
const REGULARITY = 0.15;

/**
 * The seasonal pattern of a series, if its steps show one. The test is of the differences of neighbours by phase
 * (one-way analysis of variance), where trend and lasting noise drop out. The indices are those of classical
 * decomposition, shrunk towards no pattern by how far they exceed chance (James and Stein, 1961). Undefined where
 * the times are irregular, the series is short, or nothing is seen.
 */
export function seasonalPattern(
  steps: readonly number[],
  values: readonly number[],
): SeasonalPattern | undefined {
  const places = placesOf(steps);
  if (places === undefined) return undefined;
  const tests = PERIODS.filter((period) => values.length >= CYCLES_MIN * period).map((period) => ({
    period,
    ...phaseTest(places, values, period),
  }));
  const best = tests.toSorted((a, b) => a.probability - b.probability)[0];
  if (best === undefined || !(best.probability < SIGNIFICANCE / PERIODS.length)) return undefined;
  const pace = (places.at(-1) ?? 0) / (steps.at(-1) ?? 1);
  return patternOf(places, values, best.period, 1 - 1 / best.ratio, (step) => Math.round(step * pace));
}

/** Whole numbers of gaps from the first point; undefined where gaps are not whole. */
function placesOf(steps: readonly number[]): readonly number[] | undefined {
  const gaps = steps.slice(1).map((step, index) => step - (steps[index] ?? 0));
  if (gaps.some((gap) => gap < 0.5 || Math.abs(gap - Math.round(gap)) > REGULARITY)) return undefined;
  let place = 0;
  return [0, ...gaps.map((gap) => (place += Math.round(gap)))];
}

/** Whether differences of neighbours depend on the phase: F ratio, and how often chance gives as much. */
function phaseTest(
  places: readonly number[],
  values: readonly number[],
  period: number,
): { readonly ratio: number; readonly probability: number } {
  const groups = Array.from({ length: period }, (): number[] => []);
  for (let point = 1; point < values.length; point += 1) {
    const place = places[point] ?? 0;
    if (place - (places[point - 1] ?? 0) === 1)
      groups[place % period]?.push((values[point] ?? 0) - (values[point - 1] ?? 0));
  }
  const count = groups.reduce((sum, group) => sum + group.length, 0);
  const freedom = count - period;
  if (freedom <= 0 || groups.some((group) => group.length === 0)) return { ratio: 0, probability: 1 };
  const mean = meanOf(groups.flat());
  let [between, within] = [0, 0];
  for (const group of groups) {
    const centre = meanOf(group);
    between += group.length * (centre - mean) ** 2;
    within += group.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  }
  if (between === 0) return { ratio: 0, probability: 1 };
  const ratio = between / (period - 1) / (within / freedom);
  return { ratio, probability: fisherUpperTail(ratio, period - 1, freedom) };
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function patternOf(
  places: readonly number[],
  values: readonly number[],
  period: number,
  shrinkage: number,
  placeAt: (step: number) => number,
): SeasonalPattern | undefined {
  const departures = departuresFromTrend(places, values, period);
  const raw = departures.map((group) => (group.length === 0 ? Number.NaN : meanOf(group)));
  if (raw.some(Number.isNaN)) return undefined;
  const centre = meanOf(raw);
  const indices = raw.map((index) => shrinkage * (index - centre));
  const squares = departures.flatMap((group, phase) =>
    group.map((value) => (value - (raw[phase] ?? 0)) ** 2),
  );
  const spread = squares.reduce((sum, square) => sum + square, 0) / Math.max(1, squares.length - period);
  const indexAt = (step: number): number => indices[placeAt(step) % period] ?? 0;
  return {
    period,
    indexAt,
    adjusted: (series) => ({
      ...series,
      values: series.values.map((value, point) => value - indexAt(series.steps[point] ?? 0)),
      // The index of the phase to come is off by this much, and took as much out of the noise of the points.
      extraVariance: (2 * spread * shrinkage * period) / values.length,
    }),
  };
}

/** Departures from the centred moving average over one cycle, by phase. */
function departuresFromTrend(
  places: readonly number[],
  values: readonly number[],
  period: number,
): readonly (readonly number[])[] {
  const valueAt = new Map(places.map((place, point) => [place, values[point] ?? 0]));
  const departures = Array.from({ length: period }, (): number[] => []);
  for (const [place, value] of valueAt) {
    const average = centredAverage(valueAt, place, period);
    if (average !== undefined) departures[place % period]?.push(value - average);
  }
  return departures;
}

/** Mean over one cycle around a place; the two ends of an even cycle count half each. */
function centredAverage(
  valueAt: ReadonlyMap<number, number>,
  place: number,
  period: number,
): number | undefined {
  const reach = Math.floor(period / 2);
  let sum = 0;
  for (let offset = -reach; offset <= reach; offset += 1) {
    const value = valueAt.get(place + offset);
    if (value === undefined) return undefined;
    sum += value * (period % 2 === 0 && Math.abs(offset) === reach ? 0.5 : 1);
  }
  return sum / period;
}
