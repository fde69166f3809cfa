import { assertDefined, ok, type Result } from '#libs/kernel';
import {
  type Forecast,
  forecast,
  type ForecastPoint,
  type ForecastRefusal,
  type ForecastRequest,
} from '../../forecasting/index.js';
import { FORECAST_LEVELS } from './forecast-paths.js';

/** A forecast at the times asked for, in their order. */
export interface ForecastAt {
  readonly points: readonly ForecastPoint[];
  readonly families: Forecast['weights'];
}

/**
 * A forecast at times some of which may be the same, such as all that lie beyond its reach and are held there: each
 * is forecast once.
 */
export function forecastAt(
  request: Omit<ForecastRequest, 'horizons' | 'levels'>,
  times: readonly number[],
): Result<ForecastAt, ForecastRefusal> {
  const horizons = [...new Set(times)];
  const course = forecast({ ...request, horizons, levels: FORECAST_LEVELS });
  if (!course.ok) return course;
  const at = new Map(course.value.points.map((point) => [point.t, point]));
  return ok({
    points: times.map((time) => assertDefined(at.get(time), 'a point for each horizon')),
    families: course.value.weights,
  });
}
