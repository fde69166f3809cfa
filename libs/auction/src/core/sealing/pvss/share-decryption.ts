import { invert } from '@noble/curves/abstract/modular.js';
import { type GroupElement, GROUP_ORDER, modOrder, publicSum, SECRET_BASE } from './group.js';
import { challengeOf } from './transcript.js';

/**
 * What a trustee contributes to the opening: its share without its key, and the proof that it is the right one
 * (Schoenmakers, 1999, section 3.1, "Reconstruction").
 */
export type ShareDecryption = {
  /** S_i = x_i⁻¹·Y_i = p(i)·G. */
  readonly share: GroupElement;
  /** That log_G y_i = log_{S_i} Y_i, which is the trustee's secret key. */
  readonly challenge: bigint;
  readonly response: bigint;
};

const LABEL = 'salvor sealed bid 2 share';

/** The public key y = x·G of a trustee. Asserts 0 < secretKey < order. */
export const trusteePublicKey = (secretKey: bigint): GroupElement => SECRET_BASE.multiply(secretKey);

/**
 * Takes the trustee's key off its share. Only ever of a distribution that verifies in its context: otherwise
 * somebody could have other people's shares decrypted as their own. `nonce` is secret, uniform on [1, order), and
 * never used for another proof.
 */
export function decryptEncryptedShare(
  context: Uint8Array,
  secretKey: bigint,
  encryptedShare: GroupElement,
  nonce: bigint,
): ShareDecryption {
  const share = encryptedShare.multiply(invert(secretKey, GROUP_ORDER));
  const challenge = challengeOf(LABEL, context, [
    [trusteePublicKey(secretKey), encryptedShare, share],
    [SECRET_BASE.multiply(nonce), share.multiply(nonce)],
  ]);
  return { share, challenge, response: modOrder(nonce - challenge * secretKey) };
}

/** Whether the trustee with that key decrypted that share, in this context. */
export function verifyShareDecryption(
  context: Uint8Array,
  publicKey: GroupElement,
  encryptedShare: GroupElement,
  { share, challenge, response }: ShareDecryption,
): boolean {
  const ofKey = SECRET_BASE.multiplyUnsafe(response).add(publicKey.multiplyUnsafe(challenge));
  const ofShare = publicSum([share, encryptedShare], [response, challenge]);
  return (
    challengeOf(LABEL, context, [
      [publicKey, encryptedShare, share],
      [ofKey, ofShare],
    ]) === challenge
  );
}
