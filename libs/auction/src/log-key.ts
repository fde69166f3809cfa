import { hkdfSync } from 'node:crypto';
import { ed25519 } from '@noble/curves/ed25519.js';
import { bytesToHex } from '@noble/hashes/utils.js';

/** With which the operator signs receipts and closings. */
export type LogKey = { readonly secretKey: Uint8Array; readonly publicKey: string };

/** A key of its own for this one purpose (RFC 5869), derived from the service's secret: there is nothing to store. */
export function logKeyOf(serviceSecret: Uint8Array): LogKey {
  const secretKey = new Uint8Array(
    hkdfSync('sha256', serviceSecret, new Uint8Array(), 'salvor auction log key 1', 32),
  );
  return { secretKey, publicKey: bytesToHex(ed25519.getPublicKey(secretKey)) };
}
