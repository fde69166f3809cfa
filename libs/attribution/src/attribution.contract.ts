import { idOf, instant, sha256Digest } from '#contract/platform';
import { z } from 'zod';
import { PARTIES_MAX, weightsDocumentSchema } from './core/index.js';

/** Weights are relative: 2 and 1 mean the same as 200 and 100. */
export const declareWeights = z.strictObject({
  weights: z
    .array(z.strictObject({ partyId: idOf('party'), weight: z.number().int().min(1).max(1_000_000_000) }))
    .min(1)
    .max(PARTIES_MAX),
});

/** `digest` is SHA-256 over the RFC 8785 bytes of `document`. */
export const weightSetView = z.strictObject({
  id: idOf('weightSet'),
  modelId: idOf('model'),
  version: z.number().int(),
  shares: z.array(
    z.strictObject({ partyId: idOf('party'), partyName: z.string(), weightPpb: z.number().int() }),
  ),
  document: weightsDocumentSchema,
  digest: sha256Digest,
  /** Until then anybody may object; null for sets from before there were disputes. */
  disputableUntil: instant.nullable(),
  declaredAt: instant,
});

export const modelParams = z.strictObject({ modelId: idOf('model') });
