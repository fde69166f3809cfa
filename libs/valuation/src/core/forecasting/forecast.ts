import { ok, type Result, seededRandom } from '#libs/kernel';
import { amountCourse } from './amount-course.js';
import type { CandidateName } from './candidate.js';
import type { PredictiveDistribution } from './course.js';
import { inflationFactor, type InflationTable } from './conformal-inflation.js';
import { type ForecastRefusal, refuseForecast } from './forecast-refusal.js';
import type { ForecastRequest } from './forecast-request.js';
import { INFLATION_TABLE } from './inflation-table.js';
import { stretchedQuantile, winsorisedMean } from './predictive-summary.js';
import { qualityCourse } from './quality-course.js';
import { timeSteps } from './time-steps.js';

/** Version of the method: what is stored with a forecast, so that it can be told from those of another. */
export const FORECAST_METHOD = 'salvor-forecast-1';

/** Fewer points than this leave nothing to tell the noise from the course. */
export const FORECAST_POINTS_MIN = 5;

/** Looking further ahead than this many times the span of the series is not forecasting. */
export const FORECAST_REACH_MAX = 5;

/** Points before these tell nothing of the level to come that later ones do not. */
const POINTS_USED_MAX = 300;

export interface ForecastInterval {
  readonly level: number;
  readonly lower: number;
  readonly upper: number;
}

export interface ForecastPoint {
  readonly t: number;
  readonly median: number;
  /** Of the central 99 % of the distribution: the tails of an amount have no mean. */
  readonly mean: number;
  readonly intervals: readonly ForecastInterval[];
}

export interface Forecast {
  readonly method: string;
  /** In the order of the horizons asked for. */
  readonly points: readonly ForecastPoint[];
  /** Share of each family in the average; they sum to 1. */
  readonly weights: Readonly<Record<CandidateName, number>>;
  /** Share of the noise of a step that stays in the level, as far as the series tells. */
  readonly lastingShare: number;
}

/**
 * Forecasts a series by an average over families of courses, each anchored at the last level and damped, with
 * prediction intervals for a future measurement. The same request gives the same answer.
 *
 * The request must be free of faults (see findRequestFault). Refuses series too short to tell noise from course, and
 * times too far ahead.
 */
export function forecast(
  request: ForecastRequest,
  inflation: InflationTable = INFLATION_TABLE,
): Result<Forecast, ForecastRefusal> {
  const refusal = refusalOf(request);
  if (refusal !== undefined) return refusal;
  const recent = lastPoints(request, POINTS_USED_MAX);
  const { steps, stepAt } = timeSteps(recent.t);
  const courseOf = request.kind === 'quality' ? qualityCourse : amountCourse;
  const course = courseOf(recent, steps, seededRandom(`${FORECAST_METHOD} ${request.seed}`));
  if (!course.ok) return course;
  const { lastingShare, weights } = course.value;
  const points = request.horizons.map((t): ForecastPoint => {
    const step = stepAt(t);
    const distribution = course.value.at(step);
    const reach = (step - (steps.at(-1) ?? 0)) / steps.length;
    const circumstances = { kind: request.kind, lastingShare, points: steps.length, reach };
    return {
      t,
      median: stretchedQuantile(distribution, 0.5, 1),
      mean: winsorisedMean(distribution),
      intervals: request.levels.map((level) =>
        intervalOf(distribution, level, inflationFactor(circumstances, level, inflation)),
      ),
    };
  });
  return ok({ method: FORECAST_METHOD, points, weights, lastingShare });
}

const intervalOf = (
  distribution: PredictiveDistribution,
  level: number,
  factor: number,
): ForecastInterval => ({
  level,
  lower: stretchedQuantile(distribution, (1 - level) / 2, factor),
  upper: stretchedQuantile(distribution, (1 + level) / 2, factor),
});

function refusalOf({ t, horizons }: ForecastRequest): Result<never, ForecastRefusal> | undefined {
  if (t.length < FORECAST_POINTS_MIN)
    return refuseForecast(
      'too-few-points',
      `${String(t.length)} points; ${String(FORECAST_POINTS_MIN)} are needed to tell the noise from the course`,
    );
  const [first = 0] = t;
  const last = t.at(-1) ?? 0;
  const limit = last + FORECAST_REACH_MAX * (last - first);
  const beyond = horizons.find((horizon) => horizon > limit);
  if (beyond === undefined) return undefined;
  return refuseForecast(
    'horizon-too-far',
    `${String(beyond)} is more than ${String(FORECAST_REACH_MAX)} times the span of the series after its end`,
  );
}

const lastPoints = (request: ForecastRequest, count: number): ForecastRequest => ({
  ...request,
  t: request.t.slice(-count),
  y: request.y.slice(-count),
  trials: request.trials?.slice(-count),
});
