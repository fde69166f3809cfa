import { monthIndexOf, monthStartOf } from '#core/usage';
import { ok, type Result, seededRandom } from '#libs/kernel';
import { MONTHS_PER_YEAR, yearsBetween } from '../../calendar-time.js';
import { FORECAST_REACH_MAX, type ForecastPoint } from '../../forecasting/index.js';
import { leastSquaresLine } from '../../least-squares-line.js';
import { localLevelNoise } from '../../local-level-noise.js';
import { normalQuantile } from '../../normal-distribution.js';
import { type PricingRefusal, refusePricing } from '../refusal.js';
import { forecastAt } from './forecast-at.js';
import { forecastPaths, PASSING_SHARE_MAX } from './forecast-paths.js';
import { type ForecastSeries, mapPaths, type SampledSeries, seriesOf } from './sampled-series.js';

/** Calls in the month that begins on a day, `2026-10-01`. */
export interface CallsMonth {
  readonly month: string;
  readonly calls: number;
}

/** Fewer months than this carry no price. */
const USAGE_MONTHS_MIN = 6;
/** Usage that ended longer before the valuation than this says too little about the future. */
const USAGE_AGE_MONTHS_MAX = 12;
/** Usage has ceased when most of so many last months had no calls. */
const CEASED_MONTHS = 3;
/**
 * No path sees more calls than so many times the best month on record. On the log scale the far tail of a forecast
 * has no mean, and a model of yesterday does not outgrow its best days without end.
 */
const GROWTH_MAX = 2;
const TO_DECILE = normalQuantile(0.9);

/**
 * Courses of the calls a month that the usage of one domain allows, in calendar order and none twice. Months before
 * the first call are the time before launch, not a loss of usage. Usage that has ceased stays so.
 * Refuses usage that is too short, or known only until long ago.
 */
export function callsSeries(
  usage: readonly CallsMonth[],
  valuationDate: string,
  atYears: readonly number[],
  pathCount: number,
  seed: string,
): Result<ForecastSeries, PricingRefusal> {
  const last = usage.at(-1);
  if (last === undefined || usage.length < USAGE_MONTHS_MIN) return tooShort(usage.length, 'months');
  const ageMonths = monthsSince(last.month, valuationDate);
  if (ageMonths > USAGE_AGE_MONTHS_MAX)
    return refusePricing('usage-stale', `usage is known until ${last.month.slice(0, 7)} only`);
  const since = usage.slice(usage.findIndex(({ calls }) => calls > 0));
  if (hasCeased(usage)) return ok({ series: silence(atYears, pathCount), families: { ceased: 1 } });
  if (since.length < USAGE_MONTHS_MIN) return tooShort(since.length, 'months since the first call');
  const lastIndex = monthIndexOf(last.month);
  const reach = lastIndex + FORECAST_REACH_MAX * (since.length - 1);
  const course = forecastAt(
    {
      kind: 'amount',
      t: since.map(({ month }) => monthIndexOf(month)),
      y: since.map(({ calls }) => calls),
      seed,
    },
    atYears.map((years) => Math.min(lastIndex + ageMonths + years * MONTHS_PER_YEAR, reach)),
  );
  if (!course.ok) return refusePricing('usage-too-short', course.error.reason);
  const passing = passingVariance(since);
  const noise = {
    passingShare: course.value.points.map((point) => passingShare(point, passing)),
    isShown: true,
  };
  const paths = forecastPaths(course.value.points, atYears, noise, pathCount, seededRandom(seed));
  const most = GROWTH_MAX * Math.max(...since.map(({ calls }) => calls));
  return ok({
    series: mapPaths(paths, (calls) => Math.min(calls, most)),
    families: course.value.families,
  });
}

function silence(atYears: readonly number[], pathCount: number): SampledSeries {
  const silent = new Float64Array(atYears.length);
  return seriesOf(
    atYears,
    Array.from({ length: pathCount }, () => silent),
  );
}

const tooShort = (count: number, what: string): { readonly ok: false; readonly error: PricingRefusal } =>
  refusePricing('usage-too-short', `${String(count)} ${what}; ${String(USAGE_MONTHS_MIN)} are needed`);

function hasCeased(usage: readonly CallsMonth[]): boolean {
  const recent = usage.slice(-CEASED_MONTHS);
  return 2 * recent.filter(({ calls }) => calls === 0).length > recent.length;
}

/** Variance of log calls around their level that is gone the month after. */
function passingVariance(usage: readonly CallsMonth[]): number {
  const logs = usage
    .filter(({ calls }) => calls > 0)
    .map(({ month, calls }) => ({ x: monthIndexOf(month), y: Math.log(calls) }));
  return localLevelNoise(logs, leastSquaresLine(logs).slope.value).passing ** 2;
}

/** Part of a forecast's variance on the log scale that is gone the month after. */
function passingShare({ intervals }: ForecastPoint, passing: number): number {
  const known = intervals.find(({ level }) => level === 0.8);
  if (known === undefined || known.lower <= 0) return 0;
  const deviation = Math.log(known.upper / known.lower) / (2 * TO_DECILE);
  return deviation > 0 ? Math.min(passing / deviation ** 2, PASSING_SHARE_MAX) : 0;
}

/** Months from the middle of a month to a date. */
function monthsSince(monthStart: string, date: string): number {
  const nextStart = monthStartOf(monthIndexOf(monthStart) + 1);
  return ((yearsBetween(monthStart, date) + yearsBetween(nextStart, date)) / 2) * MONTHS_PER_YEAR;
}
