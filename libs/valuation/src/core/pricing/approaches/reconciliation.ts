import { type AmountRange, mapRange } from '../quantiles.js';
import { forecastStandardDeviation } from '../../forecast-deviation.js';
import type { MarketIndication } from './market-approach.js';

/** How far each approach went into the market value. Weights of income and market sum to 1. */
export interface Reconciliation {
  readonly income: { readonly indicated: number; readonly weight: number };
  /** Undefined where sales do not suffice. */
  readonly market:
    { readonly indicated: number; readonly weight: number; readonly evidence: MarketIndication } | undefined;
  /** Caps every path instead of being averaged in. */
  readonly cost: { readonly indicated: number | undefined; readonly bindingShare: number };
}

/** With so many lots comparables get half of the weight that their precision would give them. */
const LOTS_FOR_HALF = 8;

/**
 * Weighs what cash flows indicate against what comparable sales do: by precision on the log scale, the sales' part
 * times n / (n + 8), since few sales do not tell their own spread.
 */
export function reconcile(
  income: AmountRange,
  market: MarketIndication | undefined,
  cost: { readonly indicated: number | undefined; readonly bindingShare: number },
): Reconciliation {
  const spread = forecastStandardDeviation(income.p10, income.p90);
  if (market === undefined || spread === null)
    return { income: { indicated: income.p50, weight: 1 }, market: undefined, cost };
  const incomePrecision = 1 / Math.max(Math.log1p(spread), 0.01) ** 2;
  const marketPrecision = 1 / market.deviation ** 2;
  const weight =
    (marketPrecision / (marketPrecision + incomePrecision)) * (market.lots / (market.lots + LOTS_FOR_HALF));
  return {
    income: { indicated: income.p50, weight: 1 - weight },
    market: { indicated: Math.exp(market.logPrice), weight, evidence: market },
    cost,
  };
}

/** Factor by which comparable sales move prices that cash flows indicate: 1 without any. */
export const marketShift = ({ income, market }: Reconciliation): number =>
  market === undefined ? 1 : (market.indicated / income.indicated) ** market.weight;

/** A range moved by a factor, never above a ceiling. */
export const shifted = (range: AmountRange, factor: number, ceiling: AmountRange): AmountRange =>
  mapRange(range, (amount, level) => Math.min(amount * factor, ceiling[level]));
