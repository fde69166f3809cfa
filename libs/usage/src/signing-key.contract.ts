import { idOf, instant } from '#contract/platform';
import { z } from 'zod';

/** An Ed25519 public key, 32 bytes in lower-case hexadecimal. */
const publicKey = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hexadecimal digits')
  .meta({ example: 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a' });

/** An Ed25519 signature, 64 bytes in lower-case hexadecimal. */
const signature = z.string().regex(/^[0-9a-f]{128}$/, 'must be 128 lower-case hexadecimal digits');

/**
 * `proof` signs the RFC 8785 bytes of {"document": "signing-key", "party", "publicKey", "validFrom"}, where `party`
 * is the id of the party and `validFrom` the instant with milliseconds, in UTC.
 */
export const registerSigningKey = z.strictObject({ publicKey, validFrom: instant, proof: signature });

export const signingKeyView = z.strictObject({
  partyId: idOf('party'),
  publicKey,
  validFrom: instant,
  proof: signature,
  registeredAt: instant,
});

/** Oldest first. A key counts until the next one begins. */
export const signingKeyList = z.strictObject({ keys: z.array(signingKeyView) });

export const signingPartyParams = z.strictObject({ partyId: idOf('party') });
