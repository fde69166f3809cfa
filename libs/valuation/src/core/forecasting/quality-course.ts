import { ok, type Random } from '#libs/kernel';
import { candidatesFor } from './candidates.js';
import { type CourseResult, weightsByName } from './course.js';
import { lastingShareOf, weighedFits } from './family-weights.js';
import type { ForecastRequest } from './forecast-request.js';
import { predictiveDraws } from './predictive-draws.js';
import { curveAngle, qualityOfAngle, qualitySeries } from './quality-scale.js';

/** Courses of quality, on the angle scale, which keeps every forecast within 0 and 1. */
export function qualityCourse(
  { y, trials }: ForecastRequest,
  steps: readonly number[],
  random: Random,
): CourseResult {
  const fits = weighedFits(
    candidatesFor('quality', { t: steps, y, trials }, curveAngle),
    qualitySeries(steps, y, trials),
  );
  const draws = predictiveDraws(fits, random);
  const natural = (angle: number): number => qualityOfAngle(angle, trials?.at(-1));
  return ok({
    weights: weightsByName(fits),
    lastingShare: lastingShareOf(fits),
    at: (step) => ({ draws: draws.at(step), zeroChance: 0, natural }),
  });
}
