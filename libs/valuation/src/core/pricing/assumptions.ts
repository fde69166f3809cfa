import type { PricingDossier } from './dossier/dossier-schema.js';
import { PRIORS, type Prior, type PriorName } from './priors.js';

/** A figure that no data in the dossier measure: stated in it, or usual. */
export type Assumption = Prior & { readonly source: 'dossier' | 'prior' };

export type Assumptions = Readonly<Record<PriorName, Assumption>>;

/** Every figure that the valuation assumes. One that the dossier states is taken as stated, without spread. */
export function assumptionsOf({
  assumptions,
  hazards,
  discountRate,
  riskPremium,
}: PricingDossier): Assumptions {
  const stated: Partial<Record<PriorName, number | undefined>> = {
    ...assumptions,
    ...hazards,
    discountRate,
    riskPremium,
  };
  const resolve = (name: PriorName): Assumption => {
    const value = stated[name];
    return value === undefined
      ? { ...PRIORS[name], source: 'prior' }
      : { value, deviation: 0, basis: 'stated in the dossier', source: 'dossier' };
  };
  return {
    substitutePriceHalfLifeYears: resolve('substitutePriceHalfLifeYears'),
    frontierEloPerYear: resolve('frontierEloPerYear'),
    qualityElasticity: resolve('qualityElasticity'),
    qualityDrift: resolve('qualityDrift'),
    captureShare: resolve('captureShare'),
    serveCostHalfLifeYears: resolve('serveCostHalfLifeYears'),
    churn: resolve('churn'),
    competition: resolve('competition'),
    platform: resolve('platform'),
    deletionOrder: resolve('deletionOrder'),
    collection: resolve('collection'),
    discountRate: resolve('discountRate'),
    riskPremium: resolve('riskPremium'),
    tasteDispersion: resolve('tasteDispersion'),
  };
}
