import { idOf, instant, sha256Digest } from '#contract/platform';
import { z } from 'zod';
import { PARTIES_MAX, weightsDocumentSchema } from './core/index.js';

/** Weights are relative: 2 and 1 mean the same as 200 and 100. */
export const declareWeights = z.strictObject({
  weights: z
    .array(z.strictObject({ partyId: idOf('party'), weight: z.number().int().min(1).max(1_000_000_000) }))
    .min(1)
    .max(PARTIES_MAX),
  /**
   * Of every party, with its registered signing key, over the RFC 8785 bytes of {"document": "declared-weights",
   * "modelId", "version", "weights": [{"partyId", "weight"}]}: the version that this set will be, weights as decimal
   * strings, sorted by party.
   */
  signatures: z
    .array(
      z.strictObject({
        partyId: idOf('party'),
        publicKey: sha256Digest,
        signature: z.string().regex(/^[0-9a-f]{128}$/, 'must be 128 lower-case hexadecimal digits'),
      }),
    )
    .max(PARTIES_MAX)
    .optional(),
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

export { attributionView, requestAttribution } from './computation.contract.js';
