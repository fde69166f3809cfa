import { expectedHammer } from './approaches/expected-hammer.js';
import type { MarketIndication } from './approaches/market-approach.js';
import { marketShift, reconcile, type Reconciliation, shifted } from './approaches/reconciliation.js';
import type { PathValues } from './flows/simulate.js';
import { notBelowNothing } from './minor-amounts.js';
import { FORCED_SALE_DISCOUNTS } from './priors.js';
import { type AmountRange, mapRange, meanOf, rangeOf, sortedCopy } from './quantiles.js';

/** A range with the mean over all paths behind it. */
export interface ValueRange extends AmountRange {
  readonly mean: number;
}

/**
 * The four values of an appraisal, named as for aircraft (ISTAT): base without pressure on either side, market as
 * what the hammer is expected to bring now, distress when the sale cannot wait, encumbered with what others hold.
 */
export interface FourValues {
  readonly base: ValueRange;
  readonly market: AmountRange;
  readonly distress: AmountRange;
  readonly encumbered: ValueRange;
  /** What cash flows alone let the hammer bring, before comparable sales move it. */
  readonly incomeHammer: AmountRange;
  readonly reconciliation: Reconciliation;
}

/** Distress is never above market, market never above base, encumbered never above base, level by level. */
export function fourValues(
  paths: PathValues,
  indication: MarketIndication | undefined,
  replacementCost: number | undefined,
  tasteDispersion: number,
): FourValues {
  const base = valueRange(paths.whole);
  const hammer = expectedHammer(paths.whole, tasteDispersion, base);
  const capped = paths.whole.reduce(
    (sum, value, index) => sum + (value < (paths.uncapped[index] ?? 0) ? 1 : 0),
    0,
  );
  const reconciliation = reconcile(hammer, indication, {
    indicated: replacementCost,
    bindingShare: capped / paths.whole.length,
  });
  const market = shifted(hammer, marketShift(reconciliation), base);
  return {
    base,
    market,
    distress: mapRange(market, (amount, level) => amount * (1 - FORCED_SALE_DISCOUNTS[level])),
    encumbered: valueRange(paths.encumbered),
    incomeHammer: hammer,
    reconciliation,
  };
}

export function valueRange(values: Float64Array): ValueRange {
  const sorted = sortedCopy(values);
  return { ...notBelowNothing(rangeOf(sorted)), mean: meanOf(values) };
}
