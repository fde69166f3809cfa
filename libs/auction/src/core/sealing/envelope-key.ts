import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { encodeElement, type GroupElement } from './pvss/group.js';

const KEY_BYTES = 32;
const NONCE_BYTES = 24;
export const KEY_COMMITMENT_BYTES = 32;
export const TAG_BYTES = 16;

/** What encrypts one bid, and nothing else ever. */
export type EnvelopeKey = {
  readonly key: Uint8Array;
  readonly nonce: Uint8Array;
  /**
   * Published in the envelope. Poly1305 does not commit to its key: without this a ciphertext could be made that
   * opens to one bid under one key and to another under another (Albertini et al., 2022, "How to Abuse and Fix
   * Authenticated Encryption Without Key Commitment").
   */
  readonly commitment: Uint8Array;
};

/** HKDF-SHA256 (RFC 5869) of the shared secret, salted with the binding of the envelope. */
export function envelopeKey(secret: GroupElement, binding: Uint8Array): EnvelopeKey {
  const length = KEY_BYTES + NONCE_BYTES + KEY_COMMITMENT_BYTES;
  const okm = hkdf(sha256, encodeElement(secret), binding, utf8ToBytes('salvor sealed bid 2 key'), length);
  return {
    key: okm.subarray(0, KEY_BYTES),
    nonce: okm.subarray(KEY_BYTES, KEY_BYTES + NONCE_BYTES),
    commitment: okm.subarray(KEY_BYTES + NONCE_BYTES),
  };
}

/** XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03); `header` is everything that stands in front of the ciphertext. */
export const encryptBid = ({ key, nonce }: EnvelopeKey, header: Uint8Array, padded: Uint8Array): Uint8Array =>
  xchacha20poly1305(key, nonce, header).encrypt(padded);

/** Undefined when header and ciphertext are not what was encrypted. */
export function decryptBid(
  { key, nonce }: EnvelopeKey,
  header: Uint8Array,
  ciphertext: Uint8Array,
): Uint8Array | undefined {
  try {
    return xchacha20poly1305(key, nonce, header).decrypt(ciphertext);
  } catch {
    // The cipher rejects by throwing.
    return undefined;
  }
}
