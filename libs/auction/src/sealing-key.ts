import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { x25519 } from '@noble/curves/ed25519.js';
import { assert, type Id } from '#libs/kernel';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export type SealingKey = { readonly publicKey: Uint8Array; readonly secretKey: Uint8Array };

/** A fresh X25519 key pair: one auction, one key, published with the outcome and never used again. */
export function makeSealingKey(): SealingKey {
  const secretKey = Uint8Array.from(randomBytes(32));
  return { publicKey: x25519.getPublicKey(secretKey), secretKey };
}

/** A key of its own for this one purpose (RFC 5869), so that the service's secret encrypts nothing itself. */
const wrappingKey = (serviceSecret: Uint8Array): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', serviceSecret, new Uint8Array(), 'salvor auction sealing key 1', 32));

/** Encrypts a sealing key for storage: nonce (12), tag (16), ciphertext (32). It opens for this auction only. */
export function wrapSealingKey(
  serviceSecret: Uint8Array,
  auctionId: Id<'auction'>,
  secretKey: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, wrappingKey(serviceSecret), nonce).setAAD(Buffer.from(auctionId));
  const ciphertext = Buffer.concat([cipher.update(secretKey), cipher.final()]);
  return Uint8Array.from(Buffer.concat([nonce, cipher.getAuthTag(), ciphertext]));
}

/** The inverse of {@link wrapSealingKey}. Throws when the service's secret is not the one it was wrapped with. */
export function unwrapSealingKey(
  serviceSecret: Uint8Array,
  auctionId: Id<'auction'>,
  wrapped: Uint8Array,
): Uint8Array {
  assert(wrapped.length === NONCE_BYTES + TAG_BYTES + 32, 'a wrapped sealing key has 60 bytes');
  const nonce = wrapped.subarray(0, NONCE_BYTES);
  const decipher = createDecipheriv(CIPHER, wrappingKey(serviceSecret), nonce)
    .setAAD(Buffer.from(auctionId))
    .setAuthTag(wrapped.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  const ciphertext = wrapped.subarray(NONCE_BYTES + TAG_BYTES);
  return Uint8Array.from(Buffer.concat([decipher.update(ciphertext), decipher.final()]));
}
