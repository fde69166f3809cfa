import { z } from 'zod';
import { encodeId, type Id } from '#libs/kernel';
import type { FrozenWeight } from './declared-weights.js';

const ROUNDING = 'largest-remainder, ties by SHA-256 of partyId';

/**
 * A weight set as it is published; its digest is SHA-256 over the RFC 8785 bytes. Anybody can freeze the weights
 * again and compare.
 */
export const weightsDocumentSchema = z.strictObject({
  document: z.literal('attribution-weights'),
  modelId: z.string(),
  version: z.int().min(1),
  method: z.literal('declared'),
  rounding: z.literal(ROUNDING),
  weights: z.array(
    z.strictObject({
      partyId: z.string(),
      weight: z.string().regex(/^[1-9]\d*$/),
      weightPpb: z.int().min(1),
    }),
  ),
});

export type WeightsDocument = z.output<typeof weightsDocumentSchema>;

export const weightsDocument = (
  modelId: Id<'model'>,
  version: number,
  weights: readonly FrozenWeight[],
): WeightsDocument => ({
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
});
