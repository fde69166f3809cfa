import type { Assumptions } from './assumptions.js';
import type { PricingDossier } from './dossier/dossier-schema.js';
import { LOTS_MIN } from './approaches/market-approach.js';

/** Something that the figures rest on and that the dossier does not tell. */
export type Unknown = { readonly code: string; readonly text: string };

/** Above this a rate is no longer one without hazards: they would be counted twice. */
const DISCOUNT_WITHOUT_HAZARDS_MAX = 0.15;

/** The honest list: what nobody has measured, in the order in which it matters most often. */
export function unknownsOf(dossier: PricingDossier, assumptions: Assumptions): readonly Unknown[] {
  return [
    {
      code: 'uncalibrated',
      text: 'No price has been compared with enough realised sales to call the ranges calibrated.',
    },
    ...unknownsOfUsage(dossier),
    ...unknownsOfDomains(dossier),
    ...unknownsOfWhole(dossier),
    ...unknownRates(assumptions),
  ];
}

function unknownsOfDomains({ domains }: PricingDossier): readonly Unknown[] {
  return domains.flatMap(({ name, substitutes, usage, qualityCourse }) => {
    const sold = usage.some(({ revenueMinor }) => (revenueMinor ?? 0n) > 0n);
    return [
      ...when(qualityCourse === 'assumed', {
        code: 'decay-unknown',
        text: `${name}: the scores tell where quality stands; how it goes on is assumed.`,
      }),
      ...when(substitutes.length === 0, {
        code: 'substitutes-unknown',
        text: `${name}: no substitute is named; one as good and as dear as the model today is assumed.`,
      }),
      ...when(!sold, {
        code: 'price-unknown',
        text: `${name}: calls bring no receipts; the price of a call is a share of what it saves.`,
      }),
    ];
  });
}

function unknownsOfUsage({ usageSource }: PricingDossier): readonly Unknown[] {
  return [
    ...when(usageSource === 'fixture', {
      code: 'usage-made-up',
      text: 'The usage figures are made up for a demonstration: so is every amount that rests on them.',
    }),
    ...when(usageSource === 'declared', {
      code: 'usage-declared',
      text: 'Usage is the word of the seller; no receipts were counted.',
    }),
  ];
}

function unknownsOfWhole({ costs, comparables, grants, pathCount }: PricingDossier): readonly Unknown[] {
  return [
    ...when(costs.replacementMinor === undefined, {
      code: 'replacement-cost-unknown',
      text: 'What an equal model would cost to build is not told, so nothing caps the value from that side.',
    }),
    ...when(costs.servePerThousandCallsMinor === 0, {
      code: 'serving-cost-unknown',
      text: 'No cost to serve is given; calls are taken to cost nothing.',
    }),
    ...when(comparables.length < LOTS_MIN, {
      code: 'comparables-missing',
      text: `Fewer than ${String(LOTS_MIN)} comparable lots: the market value rests on cash flows alone.`,
    }),
    ...when(grants.length === 0, {
      code: 'grants-none-stated',
      text: 'No existing grants are stated; title and encumbrances are for a search, not for a valuation.',
    }),
    ...when(pathCount < 2_000, {
      code: 'few-paths',
      text: `Only ${String(pathCount)} paths: the deciles vary with the seed.`,
    }),
  ];
}

function unknownRates(assumptions: Assumptions): readonly Unknown[] {
  const usual = Object.entries(assumptions).flatMap(([name, { source }]) =>
    source === 'prior' ? [name] : [],
  );
  const rate = assumptions.discountRate.value + assumptions.riskPremium.value;
  return [
    ...when(usual.length > 0, {
      code: 'priors-used',
      text: `Not measured, taken as usual (see assumptions): ${usual.join(', ')}.`,
    }),
    ...when(rate > DISCOUNT_WITHOUT_HAZARDS_MAX, {
      code: 'risk-counted-twice',
      text: `A yearly rate of ${String(Number((100 * rate).toFixed(2)))} % beside explicit hazards counts their risk twice.`,
    }),
  ];
}

const when = (holds: boolean, unknown: Unknown): readonly Unknown[] => (holds ? [unknown] : []);
