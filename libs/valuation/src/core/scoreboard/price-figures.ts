import type { Currency, Random } from '#libs/kernel';
import {
  type ClaimedIntervals,
  type RatioFigure,
  type RatioResult,
  type RatioStudy,
  ratioStudy,
} from '../ratio-study/index.js';
import { RANGE_LEVEL } from './range-coverage.js';
import type { SoldEntry } from './score-entry.js';
import { refuseScore, type ScoreFigure, withInterval } from './score-figure.js';

/** What no unit of money enters, so that sales of all currencies count together. COD in per cent. */
export interface RatioScores {
  readonly medianRatio: ScoreFigure;
  readonly cod: ScoreFigure;
  readonly mdape: ScoreFigure;
  readonly pe5: ScoreFigure;
  readonly pe10: ScoreFigure;
  readonly pe20: ScoreFigure;
  /** Without sales whose ratio is an outlier; the others leave none out. */
  readonly trimmed: { readonly outlierCount: number; readonly cod: ScoreFigure };
  /** Winkler's score of the range, on the log scale. */
  readonly logIntervalScore: ScoreFigure;
}

/** What compares amounts, and so holds within one currency only. */
export interface CurrencyScores {
  readonly currency: Currency;
  readonly sold: number;
  readonly estimatesMinor: bigint;
  readonly pricesMinor: bigint;
  readonly prd: ScoreFigure;
  readonly prb: ScoreFigure;
  readonly trimmed: { readonly prd: ScoreFigure; readonly prb: ScoreFigure };
  /** In minor units. */
  readonly intervalScore: ScoreFigure;
}

export interface PriceFigures {
  readonly ratios: RatioScores;
  /** In alphabetical order. */
  readonly byCurrency: readonly CurrencyScores[];
}

/**
 * The ratio study of sold lots, split by what may be pooled over currencies.
 *
 * @param sold in an order that is the same for the same sales, since resamples are drawn along it
 * @param randomOf a stream for each study by its name
 */
export function priceFigures(sold: readonly SoldEntry[], randomOf: (name: string) => Random): PriceFigures {
  const currencies = [...new Set(sold.map(({ currency }) => currency))].sort();
  const studies = currencies.map((currency) => {
    const entries = sold.filter((entry) => entry.currency === currency);
    return { currency, entries, study: studyOf(entries, randomOf(currency)) };
  });
  const [only] = studies;
  const pooled = studies.length > 1 ? studyOf(sold, randomOf('all currencies')) : only?.study;
  return {
    ratios: ratioScores(pooled),
    byCurrency: studies.map(({ currency, entries, study }) => currencyScores(currency, entries, study)),
  };
}

function studyOf(sold: readonly SoldEntry[], random: Random): RatioStudy {
  const sales = sold.map(({ estimateMinor, outcome }) => ({
    estimate: Number(estimateMinor),
    price: Number(outcome.priceMinor),
  }));
  const claim: ClaimedIntervals = {
    level: RANGE_LEVEL,
    intervals: sold.map(({ p10Minor, p90Minor }) => ({ lower: Number(p10Minor), upper: Number(p90Minor) })),
  };
  return ratioStudy(sales, [claim], random);
}

type FigureOf = (study: RatioStudy) => RatioResult<RatioFigure> | undefined;

function scoreOf(study: RatioStudy | undefined, figureOf: FigureOf): ScoreFigure {
  const figure = study && figureOf(study);
  return figure === undefined
    ? refuseScore('no-sales', 'no lot was sold')
    : withInterval(figure, study?.saleCount ?? 0);
}

function ratioScores(study: RatioStudy | undefined): RatioScores {
  const score = (figureOf: FigureOf): ScoreFigure => scoreOf(study, figureOf);
  return {
    medianRatio: score(({ medianRatio }) => medianRatio),
    cod: score(({ cod }) => cod),
    mdape: score(({ mdape }) => mdape),
    pe5: score(({ pe5 }) => pe5),
    pe10: score(({ pe10 }) => pe10),
    pe20: score(({ pe20 }) => pe20),
    trimmed: { outlierCount: study?.trimmed.outlierCount ?? 0, cod: trimmedScore(study, 'cod') },
    logIntervalScore: score(({ intervals }) => intervals[0]?.logIntervalScore),
  };
}

function currencyScores(
  currency: Currency,
  entries: readonly SoldEntry[],
  study: RatioStudy,
): CurrencyScores {
  return {
    currency,
    sold: entries.length,
    estimatesMinor: entries.reduce((sum, { estimateMinor }) => sum + estimateMinor, 0n),
    pricesMinor: entries.reduce((sum, { outcome }) => sum + outcome.priceMinor, 0n),
    prd: scoreOf(study, ({ prd }) => prd),
    prb: scoreOf(study, ({ prb }) => prb),
    trimmed: { prd: trimmedScore(study, 'prd'), prb: trimmedScore(study, 'prb') },
    intervalScore: scoreOf(study, ({ intervals }) => intervals[0]?.intervalScore),
  };
}

/** Of the sales that trimming kept. */
function trimmedScore(study: RatioStudy | undefined, name: 'cod' | 'prd' | 'prb'): ScoreFigure {
  if (study === undefined) return refuseScore('no-sales', 'no lot was sold');
  return withInterval(study.trimmed[name], study.saleCount - study.trimmed.outlierCount);
}
