import { assert, type Random } from '#libs/kernel';

/**
 * A forecast as possible courses of one series, all equally likely. What pricing asks of a forecast, whoever
 * makes it.
 */
export interface SampledSeries {
  /** Times of the values of a path, in years from the valuation date, ascending. */
  readonly atYears: readonly number[];
  readonly pathCount: number;
  /** The values of path 0 … pathCount − 1. */
  readonly path: (index: number) => Float64Array;
}

/** Courses with what they were drawn from: the share of each family of curves in the forecast, by its name. */
export interface ForecastSeries {
  readonly series: SampledSeries;
  readonly families: Readonly<Record<string, number>>;
}

/** Keeps drawn courses as a series. Every course has one value for each time. */
export function seriesOf(atYears: readonly number[], paths: readonly Float64Array[]): SampledSeries {
  assert(
    paths.every(({ length }) => length === atYears.length),
    'a path has one value for each time',
  );
  return {
    atYears,
    pathCount: paths.length,
    path: (index) => {
      const path = paths[index];
      assert(path !== undefined, `no path ${String(index)}`);
      return path;
    },
  };
}

/** The same courses with every value changed in the same way, kept rather than computed at each look. */
export const mapPaths = (
  series: SampledSeries,
  change: (value: number, index: number) => number,
): SampledSeries =>
  seriesOf(
    series.atYears,
    Array.from({ length: series.pathCount }, (_, path) => series.path(path).map(change)),
  );

/**
 * Which of the available courses each of `count` paths takes: every one of `from` … `from + available − 1`
 * equally often, up to one, in random order. Series that are independent get orders that are.
 */
export function balancedAssignment(
  random: Random,
  count: number,
  from: number,
  available: number,
): Uint32Array {
  const assignment = Uint32Array.from({ length: count }, (_, index) => from + (index % available));
  shuffle(assignment, random);
  return assignment;
}

/** Fisher and Yates. */
export function shuffle(items: Uint32Array | Float64Array, random: Random): void {
  for (let last = items.length - 1; last > 0; last--) {
    const other = random.below(last + 1);
    const moved = items[last] ?? 0;
    items[last] = items[other] ?? 0;
    items[other] = moved;
  }
}
