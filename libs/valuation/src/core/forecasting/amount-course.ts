import { ok, type Random } from '#libs/kernel';
import { amountSeries, curveLogarithm } from './amount-scale.js';
import { candidatesFor } from './candidates.js';
import { type CourseResult, weightsByName } from './course.js';
import { lastingShareOf, weighedFits } from './family-weights.js';
import { refuseForecast } from './forecast-refusal.js';
import type { ForecastRequest } from './forecast-request.js';
import { plausibleRange } from './plausible-range.js';
import { predictiveDraws } from './predictive-draws.js';
import { seasonalPattern } from './seasonal-pattern.js';
import { zeroChanceAt, zeroChainOf } from './zero-chain.js';

/** Fewer amounts above zero than this carry no level. */
const POSITIVE_POINTS_MIN = 4;

/**
 * Courses of an amount: zeros come and go as a chain of two states; amounts above zero move on the log scale, where
 * a change is relative, with a seasonal pattern where the series shows one.
 */
export function amountCourse({ y }: ForecastRequest, steps: readonly number[], random: Random): CourseResult {
  const positive = y.flatMap((amount, point) => (amount > 0 ? [{ amount, step: steps[point] ?? 0 }] : []));
  const [first] = positive;
  const unit = positive.at(-1)?.amount;
  if (first === undefined || unit === undefined || positive.length < POSITIVE_POINTS_MIN)
    return refuseForecast(
      'too-few-amounts',
      `${String(positive.length)} amounts above zero; ${String(POSITIVE_POINTS_MIN)} are needed`,
    );
  const series = amountSeries(
    positive.map(({ step }) => step - first.step),
    positive.map(({ amount }) => amount),
    unit,
  );
  const pattern = seasonalPattern(series.steps, series.values);
  const adjusted = pattern?.adjusted(series) ?? series;
  const shares = { t: adjusted.steps, y: adjusted.values.map(Math.exp) };
  const fits = weighedFits(candidatesFor('amount', shares, curveLogarithm), adjusted);
  const draws = predictiveDraws(fits, random);
  const zeros = zeroChainOf(y);
  const lastStep = steps.at(-1) ?? 0;
  const span = adjusted.steps.at(-1) ?? 1;
  return ok({
    weights: weightsByName(fits),
    lastingShare: lastingShareOf(fits),
    at: (step) => {
      const range = plausibleRange(adjusted.values, (step - lastStep) / span);
      const ofSeason = pattern?.indexAt(step - first.step) ?? 0;
      return {
        draws: draws
          .at(step - first.step)
          .map((value) => Math.min(range.highest, Math.max(range.lowest, value))),
        zeroChance: zeroChanceAt(zeros, step - lastStep),
        // A series that leaps over hundreds of orders of magnitude has limits beyond binary64.
        natural: (value) => Math.min(Number.MAX_VALUE, unit * Math.exp(value + ofSeason)),
      };
    },
  });
}
