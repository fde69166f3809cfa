import { normalCdf } from '../normal-distribution.js';
import type { PricingDossier } from './dossier/dossier-schema.js';
import type { PricingModel } from './flows/pricing-model.js';
import type { PathValues } from './flows/simulate.js';
import type { FourValues } from './four-values.js';
import { minorText, rangeText, shown } from './minor-amounts.js';
import { quantileOf, sortedCopy } from './quantiles.js';
import { HORIZON_MONTHS } from './time-grid.js';
import { type Valuation, VALUATION_METHOD } from './valuation.js';
import { appraisedBridge, bridgeBetween } from './value-bridge.js';

/** What the valuation is of, and by which method. */
export const headOf = (dossier: PricingDossier, inputsDigest: string) =>
  ({
    methodVersion: VALUATION_METHOD,
    label: 'estimate, not an appraisal',
    calibration: 'uncalibrated',
    inputsDigest,
    manifestDigest: dossier.manifestDigest ?? null,
    currency: dossier.currency,
    valuationDate: dossier.valuationDate,
    seed: dossier.seed,
    usageSource: dossier.usageSource ?? null,
    pathCount: dossier.pathCount,
    horizonMonths: HORIZON_MONTHS,
  }) as const;

/** The four values, how they hang together, and what each approach had to say. */
export function figuresOf(
  values: FourValues,
  paths: PathValues,
): Pick<Valuation, 'values' | 'bridge' | 'bridges' | 'reconciliation'> {
  const { base, market, distress, encumbered, incomeHammer, reconciliation } = values;
  const median = quantileOf(sortedCopy(paths.whole), 0.5);
  const { income, market: sales, cost } = reconciliation;
  return {
    values: {
      base: { ...rangeText(base), mean: minorText(base.mean) },
      market: rangeText(market),
      distress: rangeText(distress),
      encumbered: { ...rangeText(encumbered), mean: minorText(encumbered.mean) },
    },
    bridge: appraisedBridge(paths.stairs, { mean: base.mean, median }),
    bridges: {
      market: bridgeBetween([
        { step: 'from-appraised-value', level: base.p50 },
        { step: 'expected-hammer', level: incomeHammer.p50 },
        { step: 'comparable-sales', level: market.p50 },
      ]),
      distress: bridgeBetween([
        { step: 'from-market-value', level: market.p50 },
        { step: 'forced-sale', level: distress.p50 },
      ]),
      encumbered: bridgeBetween([
        { step: 'from-appraised-value', level: base.p50 },
        { step: 'existing-grants', level: encumbered.p50 },
      ]),
    },
    reconciliation: {
      income: { indicatedMinor: minorText(income.indicated), weight: shown(income.weight) },
      market: {
        indicatedMinor: sales === undefined ? null : minorText(sales.indicated),
        weight: shown(sales?.weight ?? 0),
        lots: sales?.evidence.lots ?? 0,
        unsold: sales?.evidence.unsold ?? 0,
        bids: sales?.evidence.bids ?? 0,
      },
      cost: {
        indicatedMinor: cost.indicated === undefined ? null : minorText(cost.indicated),
        role: 'cap',
        weight: 0,
        bindingShare: shown(cost.bindingShare),
      },
    },
  };
}

/** Half the width, on the log scale, of a deviation of ten per cent. */
const TEN_PERCENT = Math.log(1.1);

/** How sure the market value is, as automated valuation reports it. */
export const confidenceOf = (deviation: number | null, { whole }: PathValues): Valuation['confidence'] => ({
  forecastStandardDeviation: deviation === null ? null : shown(deviation),
  within10Percent:
    deviation === null || deviation === 0
      ? null
      : shown(2 * normalCdf(TEN_PERCENT / Math.log1p(deviation), 0, 1) - 1),
  lossShare: shown(whole.filter((value) => value < 0).length / whole.length),
});

export const forecastsOf = ({ domains }: PricingModel): Valuation['forecasts'] =>
  domains.map(({ name, families }) => ({
    domain: name,
    quality: shownShares(families.quality),
    calls: shownShares(families.calls),
  }));

const shownShares = (shares: Readonly<Record<string, number>>): Readonly<Record<string, number>> =>
  Object.fromEntries(Object.entries(shares).map(([family, share]) => [family, shown(share)]));
