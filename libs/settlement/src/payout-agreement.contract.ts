import { amountMinor, currencyCode, idOf, instant, sha256Digest } from '#contract/platform';
import { z } from 'zod';
import { agreedStepSchema, payoutAgreementSchema, STEPS_MAX } from './core/index.js';

const YEAR_MS = 31_622_400_000;

/**
 * `steps` take their parts in their order; what they leave goes to the holders of sold revenue shares and then to the
 * contributors by the weight set. A payee of a step is a party's id, or `platform`.
 */
export const agreePayouts = z.strictObject({
  meterId: idOf('meter'),
  currency: currencyCode,
  steps: z.array(agreedStepSchema).max(STEPS_MAX),
  split: z.strictObject({ rule: z.literal('attribution-weights'), weightSetId: idOf('weightSet') }),
  minimumMinor: amountMinor,
  receivableLimitMinor: amountMinor.nullable().default(null),
  disputeWindowMs: z.int().min(0).max(YEAR_MS),
});

/** `digest` is SHA-256 over the RFC 8785 bytes of `document`. */
export const agreementView = z.strictObject({
  id: idOf('agreement'),
  modelId: idOf('model'),
  meterId: idOf('meter'),
  currency: currencyCode,
  version: z.int(),
  document: payoutAgreementSchema,
  digest: sha256Digest,
  agreedAt: instant,
});

export const agreementModelParams = z.strictObject({ modelId: idOf('model') });
export const agreementParams = z.strictObject({ agreementId: idOf('agreement') });
