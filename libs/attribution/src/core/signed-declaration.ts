import { isDocumentSignedBy } from '#core/records';
import { encodeId, type Id, type Json } from '#libs/kernel';
import type { DeclaredWeight } from './declared-weights.js';

/** What every party signs, RFC 8785 bytes of it. The version keeps an old agreement from being declared anew. */
export const declarationDocument = (
  modelId: Id<'model'>,
  version: number,
  weights: readonly DeclaredWeight[],
): Json => ({
  document: 'declared-weights',
  modelId: encodeId('model', modelId),
  version,
  weights: weights
    .map(({ partyId, weight }) => ({ partyId: encodeId('party', partyId), weight: weight.toString() }))
    .sort((a, b) => (a.partyId < b.partyId ? -1 : 1)),
});

/** A party's Ed25519 signature; key and signature in lower-case hexadecimal. */
export type DeclarationSignature = {
  readonly partyId: Id<'party'>;
  readonly publicKey: string;
  readonly signature: string;
};

export type SignaturesFault =
  | {
      readonly code: 'signer-unknown' | 'signature-duplicate' | 'signature-invalid';
      readonly index: number;
    }
  /** A party of the weights that did not sign. */
  | { readonly code: 'signature-missing'; readonly partyId: Id<'party'> };

/** Whether each party of a declaration signed it once, and nobody else did. */
export function signaturesFault(
  declaration: Json,
  parties: readonly Id<'party'>[],
  signatures: readonly DeclarationSignature[],
): SignaturesFault | undefined {
  const open = new Set(parties);
  const seen = new Set<string>();
  for (const [index, { partyId, publicKey, signature }] of signatures.entries()) {
    if (seen.has(partyId) || seen.has(publicKey)) return { code: 'signature-duplicate', index };
    if (!open.delete(partyId)) return { code: 'signer-unknown', index };
    if (!isDocumentSignedBy(declaration, publicKey, signature)) return { code: 'signature-invalid', index };
    seen.add(partyId).add(publicKey);
  }
  const [missing] = open;
  return missing === undefined ? undefined : { code: 'signature-missing', partyId: missing };
}
