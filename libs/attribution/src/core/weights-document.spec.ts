import { asId, encodeId } from '#libs/kernel';
import { computedWeightsDocument, weightsDocumentSchema } from './weights-document.js';

const modelId = asId('model', '019a0000-0000-7000-8000-0000000000aa');
const partyId = asId('party', '019a0000-0000-7000-8000-0000000000bb');
const digests = { inputDigest: '1'.repeat(64), resultDigest: '2'.repeat(64) };

it('a document of declared weights reads as it always did', () => {
  const document = {
    document: 'attribution-weights',
    modelId: encodeId('model', modelId),
    version: 1,
    method: 'declared',
    rounding: 'largest-remainder, ties by SHA-256 of partyId',
    weights: [{ partyId: encodeId('party', partyId), weight: '7', weightPpb: 1_000_000_000 }],
  };
  expect(weightsDocumentSchema.parse(document)).toEqual(document);
});

it('a document of computed weights names the computation and its digests', () => {
  const origin = { method: 'shapley', attributionId: 'atr_1', ...digests } as const;
  const document = computedWeightsDocument(modelId, 2, origin, [{ partyId, weightPpb: 1_000_000_000 }]);
  expect(document).toMatchObject({ method: 'shapley', attribution: { attributionId: 'atr_1', ...digests } });
  expect(weightsDocumentSchema.parse(document)).toEqual(document);
});

it('declared weights cannot pass for computed ones', () => {
  const origin = { method: 'banzhaf', attributionId: 'atr_1', ...digests } as const;
  const document = computedWeightsDocument(modelId, 2, origin, []);
  expect(weightsDocumentSchema.safeParse({ ...document, method: 'declared' }).success).toBe(false);
});
