import { ok, type Result, seededRandom } from '#libs/kernel';
import { normalQuantile } from '../../normal-distribution.js';
import { FORECAST_POINTS_MIN, FORECAST_REACH_MAX, type ForecastPoint } from '../../forecasting/index.js';
import { type PricingRefusal, refusePricing } from '../refusal.js';
import { forecastAt } from './forecast-at.js';
import { forecastPaths, PASSING_SHARE_MAX } from './forecast-paths.js';
import { type ForecastSeries, mapPaths } from './sampled-series.js';

/** Share of right answers at a time in years from the valuation date. */
export interface ScorePoint {
  readonly t: number;
  readonly score: number;
  readonly trials: number;
}

/** A path never shows a model that is always wrong: prices per right answer would be endless. */
export const QUALITY_MIN = 1e-6;
/** The first time after the last score that is asked for, in years: about an hour. */
const SOON_YEARS = 1e-4;
const TO_DECILE = normalQuantile(0.9);

/**
 * Courses of the true share of right answers that the scores of one domain allow, never below chance. The forecast is
 * of scores; the noise of asking only so many questions is taken out of it again. Beyond the reach of the forecast its
 * last distribution stands still.
 */
export function qualitySeries(
  scores: readonly ScorePoint[],
  chanceLevel: number,
  atYears: readonly number[],
  pathCount: number,
  seed: string,
): Result<ForecastSeries, PricingRefusal> {
  const points = pooledByTime(scores);
  if (points.length > 0 && !isBetterThanChance(points, chanceLevel))
    return refusePricing(
      'no-skill',
      `the last scores are no better than the chance level ${String(chanceLevel)}`,
    );
  const first = points[0]?.t ?? 0;
  const last = points.at(-1)?.t ?? 0;
  const reach = last + FORECAST_REACH_MAX * (last - first);
  if (points.length >= FORECAST_POINTS_MIN && reach < 0)
    return refusePricing(
      'horizon-too-far',
      'the scores lie further back than their span can be carried forward',
    );
  const course = forecastAt(
    {
      kind: 'quality',
      t: points.map(({ t }) => t),
      y: points.map(({ score }) => score),
      trials: points.map(({ trials }) => trials),
      seed,
    },
    atYears.map((years) => Math.min(Math.max(years, last + SOON_YEARS), reach)),
  );
  if (!course.ok) return refusePricing(course.error.code, course.error.reason);
  const trials = points.at(-1)?.trials ?? 1;
  const noise = {
    passingShare: course.value.points.map((point) => samplingShare(point, trials)),
    isShown: false,
  };
  const paths = forecastPaths(course.value.points, atYears, noise, pathCount, seededRandom(seed));
  const floor = Math.max(chanceLevel, QUALITY_MIN);
  return ok({
    series: mapPaths(paths, (quality) => Math.max(quality, floor)),
    families: course.value.families,
  });
}

/** Scores of one time are one score with the trials of all. */
export function pooledByTime(scores: readonly ScorePoint[]): readonly ScorePoint[] {
  const pooled: ScorePoint[] = [];
  for (const point of scores) {
    const before = pooled.at(-1);
    if (before?.t !== point.t) pooled.push(point);
    else {
      const trials = before.trials + point.trials;
      const score = (before.score * before.trials + point.score * point.trials) / trials;
      pooled[pooled.length - 1] = { t: point.t, score, trials };
    }
  }
  return pooled;
}

/** Scores over which a model shows whether it does better than guessing. */
const RECENT_SCORES = 3;

export const isBetterThanChance = (points: readonly ScorePoint[], chanceLevel: number): boolean =>
  points.slice(-RECENT_SCORES).reduce((sum, { score, trials }) => sum + (score - chanceLevel) * trials, 0) >
  0;

/** Part of a forecast's variance that comes from asking only so many questions. */
function samplingShare({ median, intervals }: ForecastPoint, trials: number): number {
  const known = intervals.find(({ level }) => level === 0.8);
  const deviation = known === undefined ? 0 : (known.upper - known.lower) / (2 * TO_DECILE);
  const sampling = (median * (1 - median)) / trials;
  return deviation > 0 ? Math.min(sampling / deviation ** 2, PASSING_SHARE_MAX) : 0;
}
