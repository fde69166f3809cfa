import { ok, type Result } from '#libs/kernel';
import { forecastStandardDeviation } from '../forecast-deviation.js';
import { type MarketIndication, marketIndication } from './approaches/market-approach.js';
import { marketShift } from './approaches/reconciliation.js';
import { type Assumptions, assumptionsOf } from './assumptions.js';
import { threeClocks } from './clocks/three-clocks.js';
import { CURVE_PATHS, type CurveSamples, emptySamples } from './curves/curve-samples.js';
import { residualUtilityCurves } from './curves/residual-utility-curve.js';
import type { PricingDossier } from './dossier/dossier-schema.js';
import { hindsightIn } from './dossier/hindsight.js';
import type { ReadDossier } from './dossier/read-dossier.js';
import type { AbandonmentPolicy } from './flows/abandonment.js';
import { encumbrancesOf } from './flows/encumbrances-of-grants.js';
import { learnPolicy } from './flows/learn-policy.js';
import { modelOfDossier } from './flows/model-of-dossier.js';
import { pathDraws, SERIES_PATHS } from './flows/path-draws.js';
import type { PricingModel } from './flows/pricing-model.js';
import { type PathValues, simulate } from './flows/simulate.js';
import { type FourValues, fourValues } from './four-values.js';
import { type PricingRefusal, refusePricing } from './refusal.js';
import { priceOf, refusedRight } from './rights/right-price.js';
import { type RightPricer, rightPricer } from './rights/right-pricer.js';
import type { UsagePlaces } from './rights/scope.js';
import { sensitivitiesOf } from './sensitivities.js';
import { unknownsOf } from './unknowns.js';
import type { PricedRight, Valuation } from './valuation.js';
import { confidenceOf, figuresOf, forecastsOf, headOf } from './valuation-figures.js';

/** A wider estimate is not worth calling one: its last decile is more than three times its first. */
const FORECAST_DEVIATION_MAX = 0.6;

/**
 * The valuation of a model as one function: the same dossier gives the same valuation, bit for bit on one build.
 *
 * Refuses, with the first that holds: an assignment that leaves nothing; facts later than the valuation; scores,
 * usage or prices that carry no value; amounts beyond 2^53 minor units; a market value too uncertain to be called
 * an estimate. A single right that cannot be priced is refused by itself, beside the others.
 */
export function valueDossier({ dossier, inputsDigest }: ReadDossier): Result<Valuation, PricingRefusal> {
  if (dossier.grants.some(({ kind }) => kind === 'weights'))
    return refusePricing(
      'already-assigned',
      'the weights are assigned to somebody: nothing is left to value',
    );
  const late = hindsightIn(dossier);
  if (late !== undefined) return late;
  const assumptions = assumptionsOf(dossier);
  const model = modelOfDossier(dossier, assumptions);
  if (!model.ok) return model;
  const priced = pricePaths(dossier, model.value);
  const largest = Math.max(...priced.paths.stairs.map(Math.abs));
  if (!(largest <= Number.MAX_SAFE_INTEGER))
    return refusePricing('amount-out-of-range', 'the dossier leads to amounts beyond 2^53 minor units');
  const indication = indicationOf(dossier);
  const tasteDispersion = tasteOf(assumptions, indication);
  const values = fourValues(priced.paths, indication, replacementOf(dossier), tasteDispersion);
  const deviation = forecastStandardDeviation(values.market.p10, values.market.p90);
  if (deviation !== null && deviation > FORECAST_DEVIATION_MAX)
    return refusePricing(
      'too-uncertain',
      `the forecast standard deviation of the market value is ${deviation.toFixed(2)}, above ${String(FORECAST_DEVIATION_MAX)}`,
    );
  return ok({
    ...headOf(dossier, inputsDigest),
    ...figuresOf(values, priced.paths),
    rights: rightsOf(dossier, priced, values, tasteDispersion),
    clocks: threeClocks(model.value, priced.samples),
    curves: residualUtilityCurves(model.value, priced.samples, dossier.valuationDate),
    forecasts: forecastsOf(model.value),
    confidence: confidenceOf(deviation, priced.paths),
    sensitivities: sensitivitiesOf(
      model.value,
      priced.policy,
      dossier.seed,
      replacementOf(dossier) ?? Number.POSITIVE_INFINITY,
    ),
    assumptions,
    unknowns: unknownsOf(dossier, assumptions),
  });
}

interface PricedPaths {
  readonly paths: PathValues;
  readonly samples: CurveSamples;
  readonly policy: AbandonmentPolicy;
  /** How each right is priced, or why it is not, in the order of the dossier. */
  readonly pricers: readonly Result<RightPricer, PricingRefusal>[];
}

function pricePaths(dossier: PricingDossier, model: PricingModel): PricedPaths {
  const { seed, pathCount } = dossier;
  const places = placesOf(dossier);
  const pricers = dossier.rights.map((terms) => rightPricer(terms, places, model));
  const policy = learnPolicy(model, seed);
  const draws = pathDraws(model, `${seed}/paths`, pathCount, { from: 0, available: SERIES_PATHS.priced });
  const samples = emptySamples(model.domains.length, Math.min(pathCount, CURVE_PATHS));
  const questions = {
    rights: pricers.flatMap((pricer) => (pricer.ok ? [pricer.value] : [])),
    encumbrances: encumbrancesOf(dossier.grants, dossier.valuationDate, places),
    replacementCost: replacementOf(dossier) ?? Number.POSITIVE_INFINITY,
  };
  return { paths: simulate(model, draws, policy, questions, samples), samples, policy, pricers };
}

const placesOf = ({ domains, territoryShares }: PricingDossier): UsagePlaces => ({
  fields: domains.map(({ name, fieldOfUse }) => fieldOfUse ?? name),
  territoryShares,
});

const replacementOf = ({ costs }: PricingDossier): number | undefined =>
  costs.replacementMinor === undefined ? undefined : Number(costs.replacementMinor);

const MONTHS_OF_YEAR = 12;

/** What comparable sales indicate for a model with these receipts in the last twelve months. */
function indicationOf({ domains, comparables, valuationDate }: PricingDossier): MarketIndication | undefined {
  const annualRevenue = domains.reduce((sum, { usage }) => {
    const year = usage.slice(-MONTHS_OF_YEAR);
    const receipts = year.reduce((total, { revenueMinor }) => total + Number(revenueMinor ?? 0n), 0);
    return sum + (receipts * MONTHS_OF_YEAR) / Math.max(year.length, 1);
  }, 0);
  return marketIndication(comparables, { annualRevenue, valuationDate });
}

/** With so many lots the spread of bids is measured rather than assumed. */
const LOTS_FOR_DISPERSION = 30;

const tasteOf = ({ tasteDispersion }: Assumptions, indication: MarketIndication | undefined): number =>
  tasteDispersion.source === 'prior' && indication !== undefined && indication.lots >= LOTS_FOR_DISPERSION
    ? indication.bidDispersion
    : tasteDispersion.value;

function rightsOf(
  dossier: PricingDossier,
  { paths, pricers }: PricedPaths,
  { reconciliation }: FourValues,
  tasteDispersion: number,
): readonly PricedRight[] {
  const setting = {
    encumbered: paths.encumbered,
    marketShift: marketShift(reconciliation),
    tasteDispersion,
    transactionCost: Number(dossier.costs.transactionMinor),
  };
  let next = 0;
  return dossier.rights.map((terms, index) => {
    const pricer = pricers[index];
    if (pricer?.ok === false) return refusedRight(terms, pricer.error);
    const which = next++;
    return priceOf(terms, paths.rights[which] ?? new Float64Array(), paths.rightCosts[which] ?? 0, setting);
  });
}
