import { yearsBetween } from '../../calendar-time.js';
import type { Comparable } from '../dossier/comparable-schema.js';
import { type CensoredOutcome, censoredRegression } from './censored-regression.js';

/** Fewer lots than this compare with nothing. */
export const LOTS_MIN = 3;

/** What comparable sales say about the price of the asset, on the log scale. */
export interface MarketIndication {
  /** Log of the price in minor units. */
  readonly logPrice: number;
  /** Standard deviation of one price around it, with the doubt about the fit. */
  readonly deviation: number;
  /** Log-scale spread of bids on lots of the same kind and size. */
  readonly bidDispersion: number;
  readonly lots: number;
  readonly unsold: number;
  readonly bids: number;
}

/** Coefficients of the covariates are near 0 until sales say otherwise: N(0, 0.5²), on errors of about 0.5. */
const SLOPE_RIDGE = 1;
/** The constant and the gap between losing bids and prices are left to the data; this only keeps them finite. */
const FREE_RIDGE = 1e-4;
/** The constant, and the covariate that tells losing bids apart. */
const FREE_COLUMNS = 2;

/**
 * Hedonic regression of log(price ÷ yearly receipts) on the age of the sale, the size of the asset and the kind of
 * right, centred on the valued asset, so that the constant is its multiple. Losing bids are observations too, told
 * apart by a covariate of their own, as an operator of distressed loan sales regresses on all bids; the bids of one
 * lot share a weight of one, since they are about one asset. An unsold lot says that its price lies below the
 * reserve (Tobin, 1958); leaving it out would overstate prices. Undefined with fewer than three lots.
 */
export function marketIndication(
  comparables: readonly Comparable[],
  subject: { readonly annualRevenue: number; readonly valuationDate: string },
): MarketIndication | undefined {
  if (comparables.length < LOTS_MIN || subject.annualRevenue <= 0) return undefined;
  const kinds = [...new Set(comparables.map(({ kind }) => kind))].filter((kind) => kind !== 'weights').sort();
  const outcomes = comparables.flatMap((lot) => outcomesOf(lot, subject, kinds));
  const width = outcomes[0]?.x.length ?? 0;
  const ridge = Array.from({ length: width }, (_, index) =>
    index < FREE_COLUMNS ? FREE_RIDGE : SLOPE_RIDGE,
  );
  const { coefficients, deviation, inverse } = censoredRegression(outcomes, ridge);
  const leverage = inverse[0]?.[0] ?? 0;
  return {
    logPrice: Math.log(subject.annualRevenue) + (coefficients[0] ?? 0),
    deviation: deviation * Math.sqrt(1 + leverage),
    bidDispersion: deviation,
    lots: comparables.length,
    unsold: comparables.filter(({ priceMinor }) => priceMinor === undefined).length,
    bids: comparables.reduce((sum, { losingBidsMinor }) => sum + losingBidsMinor.length, 0),
  };
}

function outcomesOf(
  lot: Comparable,
  subject: { readonly annualRevenue: number; readonly valuationDate: string },
  kinds: readonly string[],
): readonly CensoredOutcome[] {
  const revenue = Number(lot.annualRevenueMinor);
  const common = [
    yearsBetween(lot.date, subject.valuationDate),
    Math.log(revenue / subject.annualRevenue),
    ...kinds.map((kind) => (kind === lot.kind ? 1 : 0)),
  ];
  const losing = lot.losingBidsMinor.filter((bid) => bid > 0n);
  const weight = 1 / (1 + losing.length);
  const top = lot.priceMinor ?? lot.reserveMinor ?? 0n;
  const multiple = (amountMinor: bigint): number => Math.log(Number(amountMinor) / revenue);
  return [
    { x: [1, 0, ...common], y: multiple(top), isBelow: lot.priceMinor === undefined, weight },
    ...losing.map((bid) => ({ x: [1, 1, ...common], y: multiple(bid), isBelow: false, weight })),
  ];
}
