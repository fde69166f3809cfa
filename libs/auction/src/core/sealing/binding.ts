import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { canonicalJson, type Json } from '#libs/kernel';
import type { SealedAuction } from './sealed-auction.js';
import { SEALING_VERSION } from './sealing-scheme.js';

export const BINDING_BYTES = 32;

/** Which standing order an envelope is, and of which book. */
export type OrderReference = { readonly bookDigest: string; readonly orderId: string };

/** Whose envelope it is. The auction it is for is stated beside. */
export type EnvelopeOwner = {
  /** As the outside world writes it. */
  readonly bidderId: string;
  /** Ed25519, in hexadecimal. Bound as well, so that nobody can claim the signature for a key of their own. */
  readonly bidderPublicKey: string;
  /** 1 for a bidder's first envelope, one more for every revision. */
  readonly sequence: number;
  /** For an envelope that was sealed as a standing order, before there was an auction to bind it to. */
  readonly order?: OrderReference | undefined;
};

/**
 * What an envelope is bound to: SHA-256 of the RFC 8785 bytes of auction, announcement, bidder, key, sequence and
 * version. It is the context of every proof, the salt of the key, and stands in the envelope, so that a copied one
 * is told from a broken one. A standing order is bound to its book and order id instead.
 */
export const bindingOf = (
  { auctionId, announcementDigest }: SealedAuction,
  { bidderId, bidderPublicKey, sequence, order }: EnvelopeOwner,
): Uint8Array =>
  order === undefined
    ? hashed({
        document: 'sealed-bid-binding',
        version: SEALING_VERSION,
        auctionId,
        announcementDigest,
        bidderId,
        bidderPublicKey,
        sequence,
      })
    : orderBindingOf(order, { bidderPublicKey, sequence });

/**
 * What a standing order is bound to. No auction and no pseudonym stand in it, because there were none; the name of
 * the document keeps it apart from every binding of an ordinary bid.
 */
export const orderBindingOf = (
  { bookDigest, orderId }: OrderReference,
  { bidderPublicKey, sequence }: Pick<EnvelopeOwner, 'bidderPublicKey' | 'sequence'>,
): Uint8Array =>
  hashed({
    document: 'standing-order-binding',
    version: SEALING_VERSION,
    bookDigest,
    orderId,
    bidderPublicKey,
    sequence,
  });

const hashed = (document: Json): Uint8Array => sha256(utf8ToBytes(canonicalJson(document)));
