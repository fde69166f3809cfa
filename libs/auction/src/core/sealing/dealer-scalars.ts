import { expand, extract } from '@noble/hashes/hkdf.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { canonicalJson, type Json } from '#libs/kernel';
import { SALT_BYTES } from './padded-bid.js';
import type { DealerScalars } from './pvss/distribution.js';
import { SCALAR_BYTES, wideScalar } from './pvss/group.js';

/** All that is random in one envelope. */
export type SealingSecrets = DealerScalars & { readonly salt: Uint8Array };

/**
 * Stretches the caller's randomness with HKDF-SHA512 (RFC 5869). Binding and bid go in too: should a broken source
 * give the same randomness twice, the same nonce still never stands in two different proofs.
 */
export function sealingSecrets(
  randomness: Uint8Array,
  binding: Uint8Array,
  bid: Json,
  { threshold, trusteeCount }: { readonly threshold: number; readonly trusteeCount: number },
): SealingSecrets {
  const material = concatBytes(randomness, utf8ToBytes(canonicalJson(bid)));
  const seed = extract(sha512, material, binding);
  const scalars = (label: string, count: number): readonly bigint[] =>
    Array.from({ length: count }, (_, at) =>
      wideScalar(expand(sha512, seed, utf8ToBytes(`${label} ${String(at)}`), 2 * SCALAR_BYTES)),
    );
  return {
    coefficients: scalars('coefficient', threshold),
    nonces: scalars('nonce', trusteeCount),
    salt: expand(sha512, seed, utf8ToBytes('salt'), SALT_BYTES),
  };
}
