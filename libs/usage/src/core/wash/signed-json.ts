import { ed25519 } from '@noble/curves/ed25519.js';
import { hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { canonicalJson, type Json } from '#libs/kernel';

/** An Ed25519 key and what it made of a document, in lower-case hexadecimal: 32 and 64 bytes. */
export type JsonSignature = { readonly publicKey: string; readonly signature: string };

/**
 * Whether a key signed the RFC 8785 bytes of a document with Ed25519. By the strict rules of RFC 8032, section
 * 5.1.7, so that a second signature cannot be made of a first one; false for a key or signature that is not one.
 */
export const isSignedBy = (document: Json, { publicKey, signature }: JsonSignature): boolean =>
  /^[0-9a-f]{64}$/.test(publicKey) &&
  /^[0-9a-f]{128}$/.test(signature) &&
  ed25519.verify(hexToBytes(signature), utf8ToBytes(canonicalJson(document)), hexToBytes(publicKey), {
    zip215: false,
  });
