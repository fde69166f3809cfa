import { ok, type Result } from '#libs/kernel';
import type { Assumptions } from '../assumptions.js';
import type { PricingDossier } from '../dossier/dossier-schema.js';
import type { PricingRefusal } from '../refusal.js';
import { SAMPLE_YEARS } from '../time-grid.js';
import { domainModel, type UnsharedDomain } from './domain-model.js';
import type { PricingModel } from './pricing-model.js';

const BPS_PER_WHOLE = 10_000;

/** The market that a dossier describes; refused with the first domain that carries no value. */
export function modelOfDossier(
  dossier: PricingDossier,
  assumptions: Assumptions,
): Result<PricingModel, PricingRefusal> {
  const domains: UnsharedDomain[] = [];
  for (const domain of dossier.domains) {
    const built = domainModel(domain, {
      valuationDate: dossier.valuationDate,
      seed: dossier.seed,
      servePerThousandCalls: dossier.costs.servePerThousandCallsMinor,
      assumptions,
    });
    if (!built.ok) return built;
    domains.push(built.value);
  }
  const shares = sharesOf(domains);
  const value = (name: keyof Assumptions): number => assumptions[name].value;
  return ok({
    domains: domains.map((domain, index) => ({ ...domain, fixedCostShare: shares[index] ?? 0 })),
    fixedPerMonth: dossier.costs.fixedPerMonthMinor,
    feeShare: dossier.costs.feeBps / BPS_PER_WHOLE,
    captureShare: value('captureShare'),
    frontierEloPerYear: value('frontierEloPerYear'),
    frontierDeviation: assumptions.frontierEloPerYear.deviation,
    qualityElasticity: value('qualityElasticity'),
    qualityElasticityDeviation: assumptions.qualityElasticity.deviation,
    attrition: remaining(value('churn') + value('competition')),
    terminationPerYear: value('platform') + value('deletionOrder'),
    collectionPerYear: value('collection'),
    discountRate: value('discountRate') + value('riskPremium'),
  });
}

/** The fixed cost is carried in proportion to the calls, equally where there are none. */
function sharesOf(domains: readonly UnsharedDomain[]): readonly number[] {
  const total = domains.reduce((sum, { callsToday }) => sum + callsToday, 0);
  return domains.map(({ callsToday }) => (total > 0 ? callsToday / total : 1 / domains.length));
}

/** Part that a constant hazard leaves, at {@link SAMPLE_YEARS}. */
const remaining = (perYear: number): Float64Array =>
  Float64Array.from(SAMPLE_YEARS, (years) => Math.exp(-perYear * years));
