import { Injectable } from '@nestjs/common';
import { encodeId, type Id } from '#libs/kernel';
import { type Problem, problemAt } from '#libs/platform';
import { SigningKeyService } from '#libs/usage';
import {
  declarationDocument,
  type DeclarationSignature,
  type DeclaredWeight,
  signaturesFault,
} from './core/index.js';

/** Checks that weights were agreed to by everybody that they name. */
@Injectable()
export class DeclarationSignatures {
  readonly #keys: SigningKeyService;

  constructor(keys: SigningKeyService) {
    this.#keys = keys;
  }

  /** What is wrong with the signatures under a declaration; each must be of the key that its party has now. */
  async fault(
    modelId: Id<'model'>,
    version: number,
    weights: readonly DeclaredWeight[],
    signatures: readonly DeclarationSignature[],
  ): Promise<Problem | undefined> {
    const at = (path: string, reason: string): Problem => problemAt('validation-failed', path, reason);
    for (const [index, { partyId, publicKey }] of signatures.entries()) {
      const { keys } = await this.#keys.keysOf(partyId);
      if (keys.at(-1)?.publicKey !== publicKey)
        return at(`/signatures/${String(index)}/publicKey`, 'is not the signing key that the party has');
    }
    const fault = signaturesFault(
      declarationDocument(modelId, version, weights),
      weights.map(({ partyId }) => partyId),
      signatures,
    );
    switch (fault?.code) {
      case undefined:
        return undefined;
      case 'signature-missing':
        return at('/signatures', `lack one of ${encodeId('party', fault.partyId)}`);
      case 'signature-duplicate':
        return at(`/signatures/${String(fault.index)}`, 'signs a second time');
      case 'signer-unknown':
        return at(`/signatures/${String(fault.index)}/partyId`, 'has no weight');
      case 'signature-invalid':
        return at(
          `/signatures/${String(fault.index)}/signature`,
          `is not of these weights as version ${String(version)} of the model's`,
        );
    }
  }
}
