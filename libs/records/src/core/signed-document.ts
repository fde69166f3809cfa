import { ed25519 } from '@noble/curves/ed25519.js';
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { canonicalJson, type Json } from '#libs/kernel';

/** Ed25519 (RFC 8032) over the RFC 8785 bytes of a document; 128 hexadecimal digits. `secretKey` has 32 bytes. */
export const signDocument = (document: Json, secretKey: Uint8Array): string =>
  bytesToHex(ed25519.sign(utf8ToBytes(canonicalJson(document)), secretKey));

/**
 * Whether a key signed a document. By the strict rules of RFC 8032, section 5.1.7, so that no second signature can
 * be made of a first one. Both in lower-case hexadecimal; false for a key or signature that is not one.
 */
export const isDocumentSignedBy = (document: Json, publicKey: string, signature: string): boolean =>
  /^[0-9a-f]{64}$/.test(publicKey) &&
  /^[0-9a-f]{128}$/.test(signature) &&
  ed25519.verify(hexToBytes(signature), utf8ToBytes(canonicalJson(document)), hexToBytes(publicKey), {
    zip215: false,
  });
