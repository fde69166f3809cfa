import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { canonicalJson } from '#libs/kernel';
import { type SealedAuction, SEALING_VERSION } from './sealed-auction.js';

export const BINDING_BYTES = 32;

/** Whose envelope it is. The auction it is for is stated beside. */
export type EnvelopeOwner = {
  /** As the outside world writes it. */
  readonly bidderId: string;
  /** Ed25519, in hexadecimal. Bound as well, so that nobody can claim the signature for a key of their own. */
  readonly bidderPublicKey: string;
  /** 1 for a bidder's first envelope, one more for every revision. */
  readonly sequence: number;
};

/**
 * What an envelope is bound to: SHA-256 of the RFC 8785 bytes of auction, announcement, bidder, key, sequence and
 * version. It is the context of every proof, the salt of the key, and stands in the envelope, so that a copied one
 * is told from a broken one.
 */
export const bindingOf = (
  { auctionId, announcementDigest }: SealedAuction,
  { bidderId, bidderPublicKey, sequence }: EnvelopeOwner,
): Uint8Array =>
  sha256(
    utf8ToBytes(
      canonicalJson({
        document: 'sealed-bid-binding',
        version: SEALING_VERSION,
        auctionId,
        announcementDigest,
        bidderId,
        bidderPublicKey,
        sequence,
      }),
    ),
  );
