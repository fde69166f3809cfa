import { ed25519 } from '@noble/curves/ed25519.js';
import { bytesToHex, concatBytes } from '@noble/hashes/utils.js';
import { assert, type Json, ok, type Result } from '#libs/kernel';
import { bindingOf } from './binding.js';
import { sealingSecrets } from './dealer-scalars.js';
import { encryptBid, envelopeKey } from './envelope-key.js';
import { encodeHeader } from './envelope-layout.js';
import { encodePaddedBid } from './padded-bid.js';
import { distribute } from './pvss/distribution.js';
import { encodeScalar } from './pvss/group.js';
import type { SealedAuction } from './sealed-auction.js';
import type { SealingFrame } from './sealing-scheme.js';

/** What {@link sealEnvelope} uses up: fresh random bytes, from which everything secret is derived. */
export const SEALING_RANDOMNESS_BYTES = 32;

/** What is sealed, and who signs. */
export type SealingInput = {
  /** The 32 bytes of an Ed25519 secret key (RFC 8032, section 5.1.5). */
  readonly bidderSecretKey: Uint8Array;
  readonly bid: Json;
  /** 32 bytes. The same input with the same bytes makes the same envelope. */
  readonly randomness: Uint8Array;
};

export type EnvelopeOrder = SealingInput & {
  readonly auction: SealedAuction;
  readonly bidderId: string;
  /** 1 for a first envelope, one more for every revision. */
  readonly sequence: number;
};

/** `salt` and `openingSecret` (32 bytes each) are the bidder's own: they open this one envelope. */
export type Sealed = {
  readonly envelope: Uint8Array;
  /** Ed25519, in hexadecimal: who the envelope says it is from. */
  readonly bidderPublicKey: string;
  readonly salt: Uint8Array;
  readonly openingSecret: Uint8Array;
};

/**
 * Seals a bid on the bidder's side, so that `threshold` trustees together can open it and nobody else can: the key
 * is derived from a secret that is shared among them in public (Schoenmakers, 1999), and the bid is padded and
 * encrypted under it. The bidder signs all of it with Ed25519. Once handed in, the bidder cannot withhold the bid.
 */
export function sealEnvelope(order: EnvelopeOrder): Result<Sealed, 'bid-too-large'> {
  const { auction, bidderId, sequence } = order;
  assert(Number.isSafeInteger(sequence) && sequence >= 1, 'envelopes are counted from 1');
  return sealBound(auction, order, (bidderPublicKey) =>
    bindingOf(auction, { bidderId, bidderPublicKey, sequence }),
  );
}

/** Seals what is bound to something that the signer's public key is part of. */
export function sealBound(
  { threshold, trustees, paddedBytes }: SealingFrame,
  { bidderSecretKey, bid, randomness }: SealingInput,
  bindingFor: (bidderPublicKey: string) => Uint8Array,
): Result<Sealed, 'bid-too-large'> {
  assert(randomness.length === SEALING_RANDOMNESS_BYTES, 'sealing takes 32 random bytes');
  const bidderPublicKey = bytesToHex(ed25519.getPublicKey(bidderSecretKey));
  const binding = bindingFor(bidderPublicKey);
  const secrets = sealingSecrets(randomness, binding, bid, { threshold, trusteeCount: trustees.length });
  const padded = encodePaddedBid({ bid, salt: secrets.salt }, paddedBytes);
  if (!padded.ok) return padded;
  const trusteeKeys = trustees.map(({ publicKey }) => publicKey);
  const { secret, distribution } = distribute({ context: binding, trusteeKeys }, secrets);
  const key = envelopeKey(secret, binding);
  const header = encodeHeader({ binding, keyCommitment: key.commitment, distribution });
  const signed = concatBytes(header, encryptBid(key, header, padded.value));
  return ok({
    envelope: concatBytes(signed, ed25519.sign(signed, bidderSecretKey)),
    bidderPublicKey,
    salt: secrets.salt,
    openingSecret: encodeScalar(secrets.coefficients[0] ?? 0n),
  });
}
