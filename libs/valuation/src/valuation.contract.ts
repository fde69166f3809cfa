import { calendarDay, currencyCode, idOf, instant, sha256Digest } from '#contract/platform';
import { z } from 'zod';

const basisPoints = z.number().int().min(0).max(10_000);

/** Millionths of a minor unit per call, as text: calls are often cheaper than any coin. */
const microMinor = z
  .string()
  .regex(/^(0|[1-9]\d{0,14})$/, 'must be a non-negative integer, written as a string');

/** What nobody can measure for the appraiser: stated by whoever asks, and on record with the answer. */
export const assumptions = z.strictObject({
  savingPerCorrectCallMicroMinor: microMinor,
  costPerCallMicroMinor: microMinor,
  /** Part of the model's calls that belongs to the domain. */
  callShareBps: basisPoints,
  annualDiscountRateBps: basisPoints,
  /** Part of the licensee's surplus that a price carries. */
  surplusShareBps: basisPoints,
});

export const licenceTerms = z.strictObject({
  kind: z.literal('usage-licence'),
  termMonths: z.number().int().min(1).max(120),
  licensees: z.number().int().min(1).max(10_000),
});

export const requestValuation = z.strictObject({
  versionId: idOf('version'),
  domain: z.string().min(1).max(100),
  currency: currencyCode,
  valuationDate: calendarDay,
  seed: z.string().min(1).max(128).optional(),
  assumptions,
  right: licenceTerms,
});

const minorText = z.string().regex(/^-?\d+$/);

const rightPrice = z.strictObject({
  kind: z.literal('usage-licence'),
  terms: z.strictObject({ termMonths: z.number().int(), licensees: z.number().int() }),
  p10Minor: minorText,
  p50Minor: minorText,
  p90Minor: minorText,
  meanMinor: minorText,
  reserveAdviceMinor: minorText,
});

export const valuationView = z.strictObject({
  id: idOf('valuation'),
  versionId: idOf('version'),
  domain: z.string(),
  currency: currencyCode,
  state: z.enum(['queued', 'completed', 'refused', 'failed']),
  reason: z.string().nullable(),
  dossierDigest: sha256Digest.nullable(),
  appraisalDigest: sha256Digest.nullable(),
  prices: z.array(rightPrice).nullable(),
  queuedAt: instant,
  finishedAt: instant.nullable(),
});

/** The documents behind a valuation. Each digest is SHA-256 over the RFC 8785 bytes of its document. */
export const valuationDocuments = z.strictObject({
  dossierDigest: sha256Digest.nullable(),
  dossier: z.json().nullable(),
  appraisalDigest: sha256Digest.nullable(),
  appraisal: z.json().nullable(),
});

export const valuationList = z.strictObject({ valuations: z.array(valuationView) });
export const valuationParams = z.strictObject({ valuationId: idOf('valuation') });
export const versionParams = z.strictObject({ versionId: idOf('version') });
