import { z } from 'zod';
import { encodeId, type Id } from '#libs/kernel';
import { ATTRIBUTION_METHODS } from './computation/index.js';
import type { FrozenWeight } from './declared-weights.js';
import type { DeclarationSignature } from './signed-declaration.js';

const ROUNDING = 'largest-remainder, ties by SHA-256 of partyId';

const common = {
  document: z.literal('attribution-weights'),
  modelId: z.string(),
  version: z.int().min(1),
  rounding: z.literal(ROUNDING),
};

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const share = { partyId: z.string(), weightPpb: z.int().min(1) };

const declared = z.strictObject({
  ...common,
  method: z.literal('declared'),
  weights: z.array(z.strictObject({ ...share, weight: z.string().regex(/^[1-9]\d*$/) })),
  /** Of every party over the declaration, with the key that it had then; left out where nobody signed. */
  signatures: z
    .array(
      z.strictObject({
        partyId: z.string(),
        publicKey: sha256,
        signature: z.string().regex(/^[0-9a-f]{128}$/),
      }),
    )
    .optional(),
});

/** Weights that a computation found. Parties without a share are in its result only. */
const computed = z.strictObject({
  ...common,
  method: z.enum(ATTRIBUTION_METHODS),
  attribution: z.strictObject({ attributionId: z.string(), inputDigest: sha256, resultDigest: sha256 }),
  weights: z.array(z.strictObject(share)),
});

/**
 * A weight set as it is published; its digest is SHA-256 over the RFC 8785 bytes. Anybody can freeze the weights
 * again and compare: from what was declared, or from the result of the attribution that is named.
 */
export const weightsDocumentSchema = z.discriminatedUnion('method', [declared, computed]);

export type WeightsDocument = z.output<typeof weightsDocumentSchema>;
export type WeightsMethod = WeightsDocument['method'];

export const weightsDocument = (
  modelId: Id<'model'>,
  version: number,
  weights: readonly FrozenWeight[],
  signatures?: readonly DeclarationSignature[],
): z.output<typeof declared> => ({
  document: 'attribution-weights',
  modelId: encodeId('model', modelId),
  version,
  method: 'declared',
  rounding: ROUNDING,
  weights: weights.map(({ partyId, weight, weightPpb }) => ({
    partyId: encodeId('party', partyId),
    weight: weight.toString(),
    weightPpb,
  })),
  ...(signatures === undefined
    ? {}
    : {
        signatures: signatures.map(({ partyId, ...signed }) => ({
          partyId: encodeId('party', partyId),
          ...signed,
        })),
      }),
});

/** The document of weights that come from a computation; `weights` are those of its result. */
export const computedWeightsDocument = (
  modelId: Id<'model'>,
  version: number,
  {
    method,
    ...attribution
  }: z.output<typeof computed>['attribution'] & Pick<z.output<typeof computed>, 'method'>,
  weights: readonly { readonly partyId: Id<'party'>; readonly weightPpb: number }[],
): z.output<typeof computed> => ({
  document: 'attribution-weights',
  modelId: encodeId('model', modelId),
  version,
  method,
  rounding: ROUNDING,
  attribution,
  weights: weights.map(({ partyId, weightPpb }) => ({ partyId: encodeId('party', partyId), weightPpb })),
});
