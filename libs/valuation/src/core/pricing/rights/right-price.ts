import { meanOf, quantileOf, sortedCopy } from '../quantiles.js';
import { advisedReserve } from '../approaches/myerson-reserve.js';
import { expectedHammer } from '../approaches/expected-hammer.js';
import { shifted } from '../approaches/reconciliation.js';
import { valueRange } from '../four-values.js';
import { minorText, rangeText, shown } from '../minor-amounts.js';
import type { RightTerms } from '../dossier/right-schema.js';
import type { PricedRight } from '../valuation.js';
import type { PricingRefusal } from '../refusal.js';

/** What the price of a right depends on besides its own values over paths. */
export interface PriceSetting {
  /** Values of the weights over paths, with what others hold. */
  readonly encumbered: Float64Array;
  /** Factor by which comparable sales move prices. */
  readonly marketShift: number;
  readonly tasteDispersion: number;
  readonly transactionCost: number;
}

/** A right with its range, the price that the hammer is expected to bring, and the advised reserve. */
export function priceOf(
  terms: RightTerms,
  values: Float64Array,
  costToSeller: number,
  setting: PriceSetting,
): PricedRight {
  const range = valueRange(values);
  const hammer = expectedHammer(values, setting.tasteDispersion, range);
  const market = shifted(hammer, setting.marketShift, range);
  const sellerValue = costToSeller + setting.transactionCost;
  const firstQuartile = Math.max(quantileOf(sortedCopy(values), 0.25), 0);
  const reserve = advisedReserve(
    { hammerMedian: market.p50, firstQuartile },
    setting.tasteDispersion,
    sellerValue,
  );
  return {
    ...describeRight(terms),
    ...rangeText(range),
    mean: minorText(range.mean),
    market: rangeText(market),
    reserve: minorText(reserve),
    sellerValue: minorText(sellerValue),
    worthlessShare: shown(values.filter((value) => value <= 0).length / values.length),
    reversionMean: reversionMean(terms, range.mean, setting.encumbered),
  };
}

/** A right that the dossier does not suffice to price. */
export const refusedRight = (terms: RightTerms, refused: PricingRefusal): PricedRight => ({
  ...describeRight(terms),
  refused,
});

/** What is left of the weights is the rest to the unit: the two means are rounded so that they sum to theirs. */
function reversionMean(terms: RightTerms, mean: number, encumbered: Float64Array): string | null {
  if (terms.kind !== 'exclusive-licence') return null;
  return (BigInt(minorText(meanOf(encumbered))) - BigInt(minorText(mean))).toString();
}

/** A right as a valuation names it: terms with amounts as text. */
export function describeRight({ kind, ...terms }: RightTerms): Pick<PricedRight, 'kind' | 'terms' | 'per'> {
  return {
    kind,
    terms: Object.fromEntries(
      Object.entries(terms).map(([name, value]) => [
        name,
        typeof value === 'bigint' ? value.toString() : value,
      ]),
    ),
    per: kind === 'usage-licence' ? 'licence' : 'lot',
  };
}
