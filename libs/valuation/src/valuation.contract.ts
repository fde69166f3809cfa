import { calendarDay, currencyCode, idOf, instant, sha256Digest } from '#contract/platform';
import { z } from 'zod';
import { domainSchema } from './core/pricing/dossier/domain-schema.js';
import { pricingDossierSchema } from './core/pricing/dossier/dossier-schema.js';

const DOMAINS_MAX = 8;

const dossier = pricingDossierSchema.shape;
const domain = domainSchema.shape;

/** One use of the model, with what nobody can measure for the engine. Scores and usage are on record. */
export const valuedDomain = z.strictObject({
  name: z.string().min(1).max(100),
  /** Part of the model's calls that belongs to the domain. */
  callShareBps: z.int().min(0).max(10_000),
  fieldOfUse: domain.fieldOfUse,
  adequateQuality: domain.adequateQuality,
  substitutes: domain.substitutes,
  servePerThousandCallsMinor: domain.servePerThousandCallsMinor,
});

export const requestValuation = z.strictObject({
  versionId: idOf('version'),
  currency: currencyCode,
  valuationDate: calendarDay,
  seed: z.string().min(1).max(128).optional(),
  pathCount: dossier.pathCount,
  domains: z
    .array(valuedDomain)
    .min(1)
    .max(DOMAINS_MAX)
    .refine((domains) => domains.reduce((sum, { callShareBps }) => sum + callShareBps, 0) <= 10_000, {
      error: 'the domains share more than all of the calls',
    })
    .refine((domains) => new Set(domains.map(({ name }) => name)).size === domains.length, {
      error: 'a domain is named twice',
    }),
  costs: dossier.costs,
  hazards: dossier.hazards,
  discountRate: dossier.discountRate,
  riskPremium: dossier.riskPremium,
  territoryShares: dossier.territoryShares,
  assumptions: dossier.assumptions,
  rights: dossier.rights,
});

const minorText = z.string().regex(/^-?\d+$/);
const range = z.strictObject({ p10: minorText, p50: minorText, p90: minorText });

export const refusal = z.strictObject({
  code: z.string(),
  reason: z.string(),
  /** The domain that the refusal is about, where there is one. */
  subject: z.string().nullable(),
});

/** A right as it was asked for, with its price or the reason why it has none. */
export const pricedRight = z.strictObject({
  kind: z.string(),
  terms: z.record(z.string(), z.json()),
  /** What the figures are the price of: the lot, or one of its identical licences. */
  per: z.enum(['lot', 'licence']),
  price: range
    .extend({
      /** What the hammer is expected to bring. */
      market: range,
      reserve: minorText,
    })
    .nullable(),
  refusal: refusal.nullable(),
});

/** What a valuation rests on has changed since; its successor takes that in. */
export const staleness = z.strictObject({
  cause: z.enum(['scores', 'usage', 'rights']),
  since: instant,
  successorId: idOf('valuation'),
});

export const valuationView = z.strictObject({
  id: idOf('valuation'),
  versionId: idOf('version'),
  domains: z.array(z.string()),
  currency: currencyCode,
  valuationDate: calendarDay,
  state: z.enum(['queued', 'running', 'completed', 'refused', 'failed']),
  refusal: refusal.nullable(),
  stale: staleness.nullable(),
  dossierDigest: sha256Digest.nullable(),
  documentDigest: sha256Digest.nullable(),
  values: z.strictObject({ base: range, market: range, distress: range, encumbered: range }).nullable(),
  rights: z.array(pricedRight).nullable(),
  runIds: z.array(idOf('run')),
  queuedAt: instant,
  startedAt: instant.nullable(),
  finishedAt: instant.nullable(),
});

/** The documents behind a valuation. Each digest is SHA-256 over the RFC 8785 bytes of its document. */
export const valuationDocuments = z.strictObject({
  dossierDigest: sha256Digest.nullable(),
  dossier: z.json().nullable(),
  documentDigest: sha256Digest.nullable(),
  document: z.json().nullable(),
});

/** The price of a lot's very terms in the newest valuation that has one. */
export const lotPrice = z.strictObject({ valuation: valuationView, right: pricedRight });

/**
 * Outliers and traces of manipulation in the inputs of a valuation, and what there is to show for the five quality
 * control standards of the United States rule on automated valuation models (12 CFR 1026.42(i)).
 */
export const screeningView = z.strictObject({
  screening: z.strictObject({
    methodVersion: z.string(),
    findings: z.array(
      z.strictObject({
        code: z.string(),
        severity: z.enum(['alarm', 'warning', 'note']),
        subject: z.strictObject({ name: z.string(), pointer: z.string() }),
        text: z.string(),
        figures: z.record(z.string(), z.number()),
      }),
    ),
    checks: z.array(
      z.strictObject({
        name: z.string(),
        pointer: z.string(),
        observations: z.int(),
        skipped: z.string().nullable(),
      }),
    ),
  }),
  controls: z.array(
    z.strictObject({
      factor: z.string(),
      paragraph: z.string(),
      duty: z.string(),
      standing: z.enum(['shown', 'partly', 'not-shown']),
      evidence: z.array(z.strictObject({ text: z.string(), figures: z.record(z.string(), z.json()) })),
      missing: z.array(z.string()),
    }),
  ),
});

export const valuationList = z.strictObject({ valuations: z.array(valuationView) });
/** As things stood then: what had ended by that time. Now, when absent. */
export const asOfQuery = z.strictObject({ asOf: instant.optional() });
export const valuationParams = z.strictObject({ valuationId: idOf('valuation') });
export const versionParams = z.strictObject({ versionId: idOf('version') });
export const modelParams = z.strictObject({ modelId: idOf('model') });
export const lotParams = z.strictObject({ lotId: idOf('lot') });

export * from './valuation-scoreboard.contract.js';
