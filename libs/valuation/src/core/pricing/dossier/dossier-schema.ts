import { isCurrency } from '#libs/kernel';
import { z } from 'zod';
import { amountMinor, unitPriceMinor } from './amount-schema.js';
import { comparableSchema } from './comparable-schema.js';
import { domainSchema } from './domain-schema.js';
import { EXAMPLE_DOSSIER } from './example-dossier.js';
import { grantSchema, pricedRightSchema, USUAL_RIGHTS } from './right-schema.js';
import { day } from './time-schema.js';

const DOMAINS_MAX = 8;
const GRANTS_MAX = 64;
const COMPARABLES_MAX = 1_000;
const RIGHTS_MAX = 16;
const PATHS = { min: 500, usual: 10_000, max: 20_000 } as const;

/** Events a year. Above 5 a year nothing would be left to value. */
const hazardRate = z.number().min(0).max(5).optional();

const costsSchema = z.strictObject({
  servePerThousandCallsMinor: unitPriceMinor.default(0),
  fixedPerMonthMinor: unitPriceMinor.default(0),
  /** Of the receipts, to whoever collects them. */
  feeBps: z.int().min(0).max(10_000).default(0),
  /** What a sale costs the seller. */
  transactionMinor: amountMinor.prefault(0),
  /** What an equal model would cost to build today. */
  replacementMinor: amountMinor.optional(),
});

const hazardsSchema = z.strictObject({
  /** Customers who leave though nothing has changed, on top of what the usage series shows. */
  churn: hazardRate,
  competition: hazardRate,
  platform: hazardRate,
  deletionOrder: hazardRate,
  /** Of shared receipts that are no longer passed on. */
  collection: hazardRate,
});

const halfLifeYears = z.number().min(0.05).max(100);

const assumptionsSchema = z.strictObject({
  substitutePriceHalfLifeYears: halfLifeYears.optional(),
  frontierEloPerYear: z.number().min(0).max(2_000).optional(),
  qualityElasticity: z.number().min(0).max(10).optional(),
  /** Log-odds of skill a year, for domains whose quality course is assumed. */
  qualityDrift: z.number().min(-5).max(5).optional(),
  captureShare: z.number().min(0).max(1).optional(),
  serveCostHalfLifeYears: halfLifeYears.optional(),
  tasteDispersion: z.number().min(0.01).max(2).optional(),
});

const countryShares = z
  .record(z.string().regex(/^[A-Z]{2}$/, 'must be an ISO 3166-1 alpha-2 code'), z.number().min(0).max(1))
  .refine((shares) => Object.keys(shares).length <= 249, 'at most 249 countries')
  .refine(
    (shares) => Object.values(shares).reduce((sum, share) => sum + share, 0) <= 1 + 1e-9,
    'the shares pass 1',
  );

/**
 * Everything that a valuation uses, as one JSON document; whoever has it can compute the valuation again.
 * Amounts are JSON integers or decimal strings, in minor units of one currency.
 */
export const pricingDossierSchema = z
  .strictObject({
    dossierVersion: z.literal(2).default(2),
    manifestDigest: z
      .string()
      .regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hexadecimal digits')
      .optional()
      .meta({ description: 'Root digest of the manifest of the valued version.' }),
    currency: z.string().refine(isCurrency, 'must be an ISO 4217 currency code'),
    valuationDate: day,
    seed: z.codec(
      z.union([z.string().min(1).max(128), z.int()], { error: 'must be a text or an integer' }),
      z.string(),
      { decode: String, encode: (text) => text },
    ),
    usageSource: z.enum(['fixture', 'declared', 'receipts']).optional().meta({
      description: 'Where usage comes from: made up, told by the seller, or counted from receipts.',
    }),
    pathCount: z.int().min(PATHS.min).max(PATHS.max).default(PATHS.usual),
    domains: z.array(domainSchema).min(1).max(DOMAINS_MAX),
    costs: costsSchema.prefault({}),
    hazards: hazardsSchema
      .prefault({})
      .meta({ description: 'Rates a year of what ends or thins the flows.' }),
    discountRate: z.number().min(0).max(1).optional().meta({
      description: 'A year, effective. Hazards are counted on their own: no venture rate here.',
    }),
    riskPremium: z.number().min(0).max(1).optional().meta({
      description: 'A year, for risk that no diversification removes; added to the discount rate.',
    }),
    territoryShares: countryShares.optional().meta({
      description: 'Parts of the usage by country; needed only for rights limited to some.',
    }),
    grants: z.array(grantSchema).max(GRANTS_MAX).default([]).meta({ description: 'Rights held already.' }),
    comparables: z.array(comparableSchema).max(COMPARABLES_MAX).default([]),
    rights: z
      .array(pricedRightSchema)
      .min(1)
      .max(RIGHTS_MAX)
      .default([...USUAL_RIGHTS])
      .meta({ description: 'Rights to price; one of each kind when absent.' }),
    assumptions: assumptionsSchema.prefault({}),
  })
  .meta({ title: 'Valuation dossier' });

/** A dossier as it is written, before defaults are filled in. */
export type PricingDossierDocument = z.input<typeof pricingDossierSchema>;

export type PricingDossier = z.output<typeof pricingDossierSchema>;

/** The schema of a dossier as JSON Schema (draft 2020-12), with an example that can be valued. */
export const pricingDossierJsonSchema = (): object => ({
  ...z.toJSONSchema(pricingDossierSchema, { io: 'input' }),
  examples: [EXAMPLE_DOSSIER],
});
