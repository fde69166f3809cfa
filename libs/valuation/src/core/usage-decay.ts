import { monthIndexOf, type UsageSeries } from '#core/usage';
import { assertDefined, ok, type Random, type Result } from '#libs/kernel';
import { leastSquaresLine } from './least-squares-line.js';
import { localLevelNoise } from './local-level-noise.js';
import type { ParameterEstimate } from './parameter-estimate.js';
import { type Refusal, refuse } from './refusal.js';

/** Fewer months with calls than this carry no trend worth a price. */
export const USAGE_MONTHS_MIN = 6;

/**
 * Share of the trend that survives each further month (damped trend: Gardner and McKenzie, 1985). It cannot be
 * told from a short series, so every path draws its own from the range that practice allows (Hyndman and
 * Athanasopoulos, 2021, section 8.2); the middle is about 0.9.
 */
export const TREND_DAMPING = { min: 0.8, max: 0.98 } as const;

/** Months whose median is the level that forecasts start from. */
const ANCHOR_MONTHS = 3;

/** Variance of the median of three: of independent deviates, and of the last three points of a random walk
 * about its end. Both exact, by integration over the normal density. */
const MEDIAN_OF_THREE = { independent: 1 - Math.sqrt(3) / Math.PI, walk: 1 - 1 / Math.PI } as const;

/** n times the variance of a least-squares slope through a random walk of n steps (Durlauf and Phillips, 1988). */
const SLOPE_OF_WALK = 6 / 5;

/** Usage that goes on: log calls per month fall (or rise) along a line, with normal errors. */
export type GoingUsage = {
  readonly kind: 'going';
  /** Months with calls that were fitted. */
  readonly monthCount: number;
  readonly lastMonth: string;
  /** Share of months since the first call that had calls at all. */
  readonly activeShare: number;
  /** Calls in a typical active month at the end of the series; forecasts start here, not on the line. */
  readonly lastLevelCalls: number;
  /** Height of the fitted line at the last month, log calls. */
  readonly fittedLevel: ParameterEstimate;
  /** Slope of the fitted line: change of log calls per month. */
  readonly monthlyGrowth: ParameterEstimate;
  readonly residualStandardDeviation: number;
  /** The part of the noise of log calls that is gone the month after. */
  readonly passingNoise: number;
  /** The part that stays in the level, per month. */
  readonly lastingNoise: number;
  /** Standard deviations with which paths draw the growth and the last level. */
  readonly growthDeviation: number;
  readonly levelDeviation: number;
};

/** Usage that has stopped: no calls in most of the last three months. */
export type CeasedUsage = {
  readonly kind: 'ceased';
  readonly monthCount: number;
  readonly lastMonth: string;
};

export type UsageDecay = GoingUsage | CeasedUsage;

interface MonthPoint {
  /** Months from the last month of the series: 0, −1, … */
  readonly x: number;
  readonly calls: number;
}

/**
 * Fits log calls = level + growth × month with normal errors (log-normal calls) to the months that had calls.
 *
 * The line gives growth and noise only. Forecasts are anchored at the last level and the trend is damped, since
 * extrapolated log-linear fits lose to a flat forecast on declining series (see the M3 competition, Makridakis
 * and Hibon, 2000, where the damped trend is among the best). The last level is the median of the last three
 * months after taking the trend out, so that one odd month does not set it. The slope and the noise do feel
 * such a month: usage has to be cleaned before it is fitted.
 * Refuses fewer than six months with calls, unless usage has ceased.
 */
export function fitUsageDecay(series: UsageSeries): Result<UsageDecay, Refusal> {
  const points = pointsOf(series);
  const lastMonth = series.months.at(-1)?.periodStart;
  if (lastMonth === undefined || series.months.length < USAGE_MONTHS_MIN)
    return refuse('usage-too-short', tooShort(series.months.length, 'months'));
  const recent = points.slice(-ANCHOR_MONTHS);
  if (recent.filter(({ calls }) => calls === 0).length * 2 > recent.length || points.length === 0)
    return ok({ kind: 'ceased', monthCount: points.length, lastMonth });
  const active = points.filter(({ calls }) => calls > 0);
  if (active.length < USAGE_MONTHS_MIN)
    return refuse('usage-too-short', tooShort(active.length, 'months with calls'));
  const logs = active.map(({ x, calls }) => ({ x, y: Math.log(calls) }));
  const line = leastSquaresLine(logs);
  const { passing, lasting } = localLevelNoise(logs, line.slope.value);
  const spanMonths = 1 - Math.min(...logs.map(({ x }) => x));
  return ok({
    kind: 'going',
    monthCount: active.length,
    lastMonth,
    activeShare: active.length / points.length,
    lastLevelCalls: Math.exp(lastLevel(recent, line.slope.value)),
    fittedLevel: line.level,
    monthlyGrowth: line.slope,
    residualStandardDeviation: line.residualStandardDeviation,
    passingNoise: passing,
    lastingNoise: lasting,
    growthDeviation: Math.sqrt(line.slope.standardError ** 2 + (SLOPE_OF_WALK * lasting ** 2) / spanMonths),
    levelDeviation: Math.sqrt(
      MEDIAN_OF_THREE.independent * passing ** 2 + MEDIAN_OF_THREE.walk * lasting ** 2,
    ),
  });
}

const tooShort = (count: number, what: string): string =>
  `${String(count)} ${what}; ${String(USAGE_MONTHS_MIN)} are needed`;

/** Months since the first call: what lies before is the time before launch, not a loss of usage. */
function pointsOf({ months }: UsageSeries): readonly MonthPoint[] {
  const first = months.findIndex(({ calls }) => calls > 0n);
  const last = months.at(-1);
  if (first < 0 || last === undefined) return [];
  const origin = monthIndexOf(last.periodStart);
  return months
    .slice(first)
    .map(({ periodStart, calls }) => ({ x: monthIndexOf(periodStart) - origin, calls: Number(calls) }));
}

/** Median of log calls, each month moved to the last one along the trend; a month without calls is lowest. */
function lastLevel(recent: readonly MonthPoint[], growth: number): number {
  const levels = recent.map(({ x, calls }) => Math.log(calls) - growth * x).sort((a, b) => a - b);
  return assertDefined(levels[Math.floor((levels.length - 1) / 2)], 'usage that goes on has recent months');
}

/** Sum of the damped trend over h months, h real: φ + φ² + … + φ^h = φ (1 − φ^h) / (1 − φ). */
const dampedMonths = (horizonMonths: number, damping: number): number =>
  (damping * (1 - damping ** horizonMonths)) / (1 - damping);

/**
 * One possible course of usage: calls in months whose middles lie the given numbers of months after the middle
 * of the last one, in ascending order. Growth, last level and damping are drawn once; passing noise comes and
 * goes, lasting noise accumulates, and a month is active with the frequency seen so far. Nearer months do not
 * depend on whether further ones are asked for.
 */
export function drawCalls(
  usage: UsageDecay,
  random: Random,
  horizonsMonths: readonly number[],
): readonly number[] {
  if (usage.kind === 'ceased') return horizonsMonths.map(() => 0);
  const growth = usage.monthlyGrowth.value + usage.growthDeviation * random.normal();
  const start = Math.log(usage.lastLevelCalls) + usage.levelDeviation * random.normal();
  const damping = TREND_DAMPING.min + (TREND_DAMPING.max - TREND_DAMPING.min) * random.uniform();
  let wandered = 0;
  return horizonsMonths.map((horizonMonths, index) => {
    const elapsedMonths = horizonMonths - (horizonsMonths[index - 1] ?? 0);
    wandered += usage.lastingNoise * Math.sqrt(elapsedMonths) * random.normal();
    const noise = usage.passingNoise * random.normal();
    const active = random.uniform() < usage.activeShare;
    return active ? Math.exp(start + growth * dampedMonths(horizonMonths, damping) + wandered + noise) : 0;
  });
}
