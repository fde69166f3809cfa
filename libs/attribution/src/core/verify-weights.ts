import {
  agreement,
  assertDefined,
  type Check,
  decodeId,
  fails,
  holds,
  type Id,
  type Json,
  readForm,
  type Verification,
  verificationOf,
} from '#libs/kernel';
import { freezeWeights, PPB } from './declared-weights.js';
import { declarationDocument, signaturesFault } from './signed-declaration.js';
import { type WeightsDocument, weightsDocumentSchema } from './weights-document.js';

const KIND = 'attribution-weights';

/**
 * Checks a weight set from itself: that declared weights freeze to these parts and were signed by everybody, where
 * signatures stand; that computed ones sum to the whole. Those of a computation are checked from its documents.
 */
export function verifyWeights(document: Json): Verification {
  const form = readForm(weightsDocumentSchema, document);
  if (!form.ok) return verificationOf(KIND, [form.error]);
  const weights = form.value;
  const sum = weights.weights.reduce((total, { weightPpb }) => total + weightPpb, 0);
  const whole = agreement('sum', sum, PPB);
  return verificationOf(KIND, [whole, ...(weights.method === 'declared' ? declaredChecks(weights) : [])]);
}

function declaredChecks({
  modelId,
  version,
  weights,
  signatures,
}: Extract<WeightsDocument, { method: 'declared' }>): readonly Check[] {
  const model = decodeId('model', modelId);
  const parties = [...weights, ...(signatures ?? [])].map(({ partyId }) => decodeId('party', partyId));
  if (model === undefined || parties.includes(undefined)) return [fails('names', 'an id is none')];
  const declared = weights.map(({ partyId, weight }) => ({
    partyId: partyOf(partyId),
    weight: BigInt(weight),
  }));
  const frozen = freezeWeights(declared);
  if (!frozen.ok) return [fails('parts', frozen.error.code)];
  const partOf = new Map(frozen.value.map(({ partyId, weightPpb }) => [partyId, weightPpb]));
  const parts = agreement(
    'parts',
    weights.map(({ weightPpb }) => weightPpb),
    declared.map(({ partyId }) => partOf.get(partyId) ?? 0),
  );
  if (signatures === undefined) return [parts];
  const fault = signaturesFault(
    declarationDocument(model, version, declared),
    declared.map(({ partyId }) => partyId),
    signatures.map((signed) => ({ ...signed, partyId: partyOf(signed.partyId) })),
  );
  return [
    parts,
    fault === undefined ? holds('signatures', 'of every party') : fails('signatures', fault.code),
  ];
}

const partyOf = (text: string): Id<'party'> => assertDefined(decodeId('party', text), 'ids were looked at');
