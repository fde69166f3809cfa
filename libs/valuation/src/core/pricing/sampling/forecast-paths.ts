import type { Random } from '#libs/kernel';
import { normalQuantile } from '../../normal-distribution.js';
import type { Forecast, ForecastPoint } from '../../forecasting/index.js';
import { type SampledSeries, seriesOf } from './sampled-series.js';
import { stratifiedNormals } from './stratified-draws.js';

/** Central intervals that are asked of a forecast, to know the whole of its distributions. */
export const FORECAST_LEVELS: readonly number[] = [0.2, 0.4, 0.6, 0.8, 0.9, 0.96, 0.99];

/** One predictive distribution by its quantiles at {@link KNOTS}. */
type Quantiles = Float64Array;

const PROBABILITIES: readonly number[] = [
  ...FORECAST_LEVELS.map((level) => (1 - level) / 2).reverse(),
  0.5,
  ...FORECAST_LEVELS.map((level) => (1 + level) / 2),
];

/** Standard normal deviates of the known quantiles. */
const KNOTS = Float64Array.from(PROBABILITIES, normalQuantile);

/**
 * How a forecast's distributions at single times hang together. `passingShare` is the part of the variance at each
 * time that is gone at the next one (0 to 1): a month's luck, the noise of a measurement. The rest stays with a path.
 */
export interface PathNoise {
  readonly passingShare: readonly number[];
  /** Whether paths show the passing part. A path of what is true, not of what is measured, does not. */
  readonly isShown: boolean;
}

/**
 * The most of a forecast's variance that can be passing: the level it starts from was measured under the same noise,
 * hardly better than by one measurement, and an error of the level lasts.
 */
export const PASSING_SHARE_MAX = 0.5;

/**
 * Courses whose distribution at each time is the forecast's: a Gaussian copula with one lasting deviate for the whole
 * course and passing ones for each time. That the lasting part never turns is the cautious reading: it makes sums over
 * time as wide as the forecast allows. `points` are the forecast at `atYears`, in order.
 */
export function forecastPaths(
  points: Forecast['points'],
  atYears: readonly number[],
  noise: PathNoise,
  pathCount: number,
  random: Random,
): SampledSeries {
  const quantiles = points.map(quantilesOf);
  const passing = points.map((_, index) => Math.sqrt(noise.passingShare[index] ?? 0));
  const lasting = points.map((_, index) => Math.sqrt(1 - (noise.passingShare[index] ?? 0)));
  const paths = Array.from(stratifiedNormals(random, pathCount), (stays) => {
    const path = new Float64Array(quantiles.length);
    for (const [index, known] of quantiles.entries()) {
      const passes = noise.isShown ? (passing[index] ?? 0) * random.normal() : 0;
      path[index] = valueAt(known, (lasting[index] ?? 0) * stays + passes);
    }
    return path;
  });
  return seriesOf(atYears, paths);
}

function quantilesOf({ median, intervals }: ForecastPoint): Quantiles {
  const byLevel = FORECAST_LEVELS.map((level) => intervals.find((interval) => interval.level === level));
  return Float64Array.from([
    ...byLevel.map((interval) => interval?.lower ?? median).reverse(),
    median,
    ...byLevel.map((interval) => interval?.upper ?? median),
  ]);
}

/** The quantile at a standard normal deviate, on straight lines between those known, held beyond the outermost. */
function valueAt(quantiles: Quantiles, deviate: number): number {
  const last = KNOTS.length - 1;
  if (deviate <= (KNOTS[0] ?? 0)) return quantiles[0] ?? 0;
  if (deviate >= (KNOTS[last] ?? 0)) return quantiles[last] ?? 0;
  let above = 1;
  while ((KNOTS[above] ?? 0) < deviate) above++;
  const from = KNOTS[above - 1] ?? 0;
  const to = KNOTS[above] ?? 0;
  const low = quantiles[above - 1] ?? 0;
  return low + (((quantiles[above] ?? 0) - low) * (deviate - from)) / (to - from);
}
