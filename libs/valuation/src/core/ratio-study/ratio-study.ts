import { clopperPearsonInterval, wilsonInterval } from '#core/evaluation';
import { ok, type Random } from '#libs/kernel';
import { mean, median } from 'simple-statistics';
import { bootstrapInterval } from './bootstrap-interval.js';
import { covers, intervalScore, type JudgedInterval } from './interval-score.js';
import { medianInterval } from './order-statistic-interval.js';
import { withoutOutliers } from './outlier-trim.js';
import { priceRelatedBias } from './price-related-bias.js';
import type { RatioFigure } from './ratio-figure.js';
import {
  byRatio,
  coefficientOfDispersion,
  medianRatio,
  type Multiplicities,
  once,
  priceRelatedDifferential,
} from './ratio-figures.js';
import { type RatioResult, refuseRatio } from './ratio-refusal.js';
import { absolutePercentageError, ratioOf, type Sale } from './sale.js';

/** Level of every interval of a study. */
export const STUDY_LEVEL = 0.95;

/** Fewer sales than this cannot show that estimates are calibrated, only that they are not. */
export const CALIBRATION_SALES_MIN = 30;

/** Prediction intervals that were published with the estimates, one for each sale. */
export interface ClaimedIntervals {
  /** Coverage that they claim. */
  readonly level: number;
  readonly intervals: readonly { readonly lower: number; readonly upper: number }[];
}

export interface IntervalFigures {
  readonly level: number;
  readonly coverage: RatioResult<RatioFigure>;
  /** In the unit of the prices. */
  readonly intervalScore: RatioResult<RatioFigure>;
  /** Of logarithms, so that dear and cheap sales count alike. */
  readonly logIntervalScore: RatioResult<RatioFigure>;
}

/** COD in per cent; MdAPE and the shares PE as shares of 1. */
export interface RatioStudy {
  readonly saleCount: number;
  readonly medianRatio: RatioResult<RatioFigure>;
  readonly cod: RatioResult<RatioFigure>;
  readonly prd: RatioResult<RatioFigure>;
  readonly prb: RatioResult<RatioFigure>;
  readonly mdape: RatioResult<RatioFigure>;
  readonly pe5: RatioResult<RatioFigure>;
  readonly pe10: RatioResult<RatioFigure>;
  readonly pe20: RatioResult<RatioFigure>;
  /** The same without sales whose ratio is an outlier; the figures above leave none out. */
  readonly trimmed: {
    readonly outlierCount: number;
    readonly cod: RatioResult<RatioFigure>;
    readonly prd: RatioResult<RatioFigure>;
    readonly prb: RatioResult<RatioFigure>;
  };
  readonly intervals: readonly IntervalFigures[];
}

/**
 * Ratio study of estimates against the prices that were then realised, after the IAAO Standard on Ratio Studies
 * (2013). Intervals at 95 %: between order statistics (median ratio, MdAPE), Student's (PRB), Wilson's (PE),
 * Clopper and Pearson's (coverage), BCa bootstrap (COD, PRD, interval scores).
 *
 * @param sales at least one
 * @param random for the bootstrap: the same sales and stream give the same intervals
 */
export function ratioStudy(
  sales: readonly Sale[],
  claims: readonly ClaimedIntervals[],
  random: Random,
): RatioStudy {
  const trimmed = withoutOutliers(sales);
  return {
    saleCount: sales.length,
    medianRatio: medianFigure(sales.map(ratioOf)),
    ...uniformity(sales, random),
    mdape: medianFigure(sales.map(absolutePercentageError)),
    pe5: withinShare(sales, 0.05),
    pe10: withinShare(sales, 0.1),
    pe20: withinShare(sales, 0.2),
    trimmed: { outlierCount: sales.length - trimmed.length, ...uniformity(trimmed, random) },
    intervals: claims.map((claim) => intervalFigures(sales, claim, random)),
  };
}

function uniformity(sales: readonly Sale[], random: Random): Pick<RatioStudy, 'cod' | 'prd' | 'prb'> {
  const sorted = byRatio(sales);
  return {
    cod: dispersionFigure(sorted, coefficientOfDispersion, random),
    prd: dispersionFigure(sorted, priceRelatedDifferential, random),
    prb: priceRelatedBias(sales, STUDY_LEVEL),
  };
}

const medianFigure = (values: readonly number[]): RatioResult<RatioFigure> =>
  ok({ value: median([...values]), interval: medianInterval(values, STUDY_LEVEL) });

function dispersionFigure(
  sorted: readonly Sale[],
  figure: (sorted: readonly Sale[], sample: Multiplicities) => number,
  random: Random,
): RatioResult<RatioFigure> {
  const all = once(sorted.length);
  if (medianRatio(sorted, all) === 0) return refuseRatio('zero-median', 'the median ratio is zero');
  return ok({
    value: figure(sorted, all),
    interval: bootstrapInterval(sorted.length, (sample) => figure(sorted, sample), STUDY_LEVEL, random),
  });
}

/** Share of estimates that came within this share of the price. */
function withinShare(sales: readonly Sale[], distance: number): RatioResult<RatioFigure> {
  // The ratio is a rounded quotient: an estimate exactly at the edge is within it.
  const within = sales.filter((sale) => absolutePercentageError(sale) <= distance + 1e-12).length;
  return ok({
    value: within / sales.length,
    interval: ok(wilsonInterval(within, sales.length, STUDY_LEVEL)),
  });
}

function intervalFigures(
  sales: readonly Sale[],
  { level, intervals }: ClaimedIntervals,
  random: Random,
): IntervalFigures {
  const judged = sales.map(({ price }, sale): JudgedInterval => ({
    lower: intervals[sale]?.lower ?? 0,
    upper: intervals[sale]?.upper ?? 0,
    outcome: price,
  }));
  const covered = judged.filter(covers).length;
  return {
    level,
    coverage: ok({
      value: covered / judged.length,
      interval: ok(clopperPearsonInterval(covered, judged.length, STUDY_LEVEL)),
    }),
    intervalScore: scoreFigure(judged, level, random),
    logIntervalScore: judged.every(({ lower, upper }) => lower > 0 && upper > 0)
      ? scoreFigure(judged.map(logarithmic), level, random)
      : refuseRatio('bound-not-positive', 'a limit of zero or below has no logarithm'),
  };
}

const logarithmic = ({ lower, upper, outcome }: JudgedInterval): JudgedInterval => ({
  lower: Math.log(lower),
  upper: Math.log(upper),
  outcome: Math.log(outcome),
});

function scoreFigure(
  judged: readonly JudgedInterval[],
  level: number,
  random: Random,
): RatioResult<RatioFigure> {
  const scores = judged.map((one) => intervalScore(one, level));
  const meanScore = (sample: Multiplicities): number =>
    scores.reduce((sum, score, index) => sum + (sample[index] ?? 0) * score, 0) / scores.length;
  return ok({
    value: mean(scores),
    interval: bootstrapInterval(scores.length, meanScore, STUDY_LEVEL, random),
  });
}
