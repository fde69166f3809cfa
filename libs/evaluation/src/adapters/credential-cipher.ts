import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { assert, err, ok, type Result } from '#libs/kernel';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** A key of its own for this one purpose (RFC 5869), so that the service's key encrypts nothing itself. */
const credentialKey = (serviceKey: Uint8Array): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', serviceKey, new Uint8Array(), 'salvor evaluation credential 1', 32));

/** Whether a text can be a credential: printable ASCII without spaces, which is what headers carry. */
export const isCredentialSecret = (text: string): boolean => /^[\x21-\x7e]{1,4096}$/.test(text);

/**
 * Encrypts a secret for storage with AES-256-GCM (NIST SP 800-38D): nonce (12), tag (16), ciphertext. It opens for
 * this credential only, so that a row cannot be passed off as another.
 */
export function encryptCredential(
  serviceKey: Uint8Array,
  credentialId: string,
  secret: string,
): Uint8Array<ArrayBuffer> {
  assert(isCredentialSecret(secret), 'a credential is printable ASCII without spaces');
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, credentialKey(serviceKey), nonce).setAAD(Buffer.from(credentialId));
  const ciphertext = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
  return Uint8Array.from(Buffer.concat([nonce, cipher.getAuthTag(), ciphertext]));
}

/**
 * The inverse of {@link encryptCredential}. Unreadable when the service's key is another than then, or when the
 * bytes or the id are not those of that time.
 */
export function decryptCredential(
  serviceKey: Uint8Array,
  credentialId: string,
  stored: Uint8Array,
): Result<string, { readonly code: 'credential-unreadable' }> {
  if (stored.length <= NONCE_BYTES + TAG_BYTES) return err({ code: 'credential-unreadable' });
  const nonce = stored.subarray(0, NONCE_BYTES);
  const decipher = createDecipheriv(CIPHER, credentialKey(serviceKey), nonce)
    .setAAD(Buffer.from(credentialId))
    .setAuthTag(stored.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  try {
    const secret = Buffer.concat([
      decipher.update(stored.subarray(NONCE_BYTES + TAG_BYTES)),
      decipher.final(),
    ]);
    return ok(secret.toString('utf8'));
  } catch {
    return err({ code: 'credential-unreadable' });
  }
}
