import { bytesToHex } from '@noble/hashes/utils.js';
import { assert } from '#libs/kernel';
import { encodeElement, encodeScalar, wideScalar } from './pvss/group.js';
import { trusteePublicKey } from './pvss/share-decryption.js';

/** What {@link newTrusteeKey} uses up. */
export const TRUSTEE_RANDOMNESS_BYTES = 64;

/** A trustee's key pair. One pair serves any number of auctions: see `decryptShare`. */
export type TrusteeKey = {
  /** A scalar: 32 bytes, little-endian. */
  readonly secretKey: Uint8Array;
  /** Its multiple of the base of ristretto255, in hexadecimal, as an announcement states it. */
  readonly publicKey: string;
};

/** Makes a key pair of 64 fresh random bytes. */
export function newTrusteeKey(randomness: Uint8Array): TrusteeKey {
  const scalar = wideScalar(randomness);
  assert(scalar > 0n, 'random bytes are not all zero');
  return { secretKey: encodeScalar(scalar), publicKey: bytesToHex(encodeElement(trusteePublicKey(scalar))) };
}
