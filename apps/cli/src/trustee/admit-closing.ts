import { bytesToHex } from '@noble/hashes/utils.js';
import { sealing } from '#core/auction';
import { err, type Json, ok, type Result } from '#libs/kernel';
import type { TrusteeIdentity } from './key-file.js';

/** What a trustee is asked to act for. */
export type Commission = {
  readonly auction: sealing.SealedAuction;
  /** How the announcement calls this trustee. */
  readonly trusteeId: string;
};

export type CommissionRefusal =
  'malformed-announcement' | 'another-auction' | 'not-a-trustee' | 'named-otherwise';

/** Reads an announcement: is it that of the auction, and does it name this trustee's key? Total. */
export function readCommission(
  announcement: Json,
  auctionId: string,
  { publicKey, id }: Pick<TrusteeIdentity, 'id' | 'publicKey'>,
): Result<Commission, CommissionRefusal> {
  const read = sealing.readSealedAuction(announcement);
  if (!read.ok) return err('malformed-announcement');
  const auction = read.value;
  if (auction.auctionId !== auctionId) return err('another-auction');
  // An element has one encoding (RFC 9496, section 4.3.2): equal keys are equal texts.
  const named = auction.trustees.find((trustee) => bytesToHex(trustee.publicKey.toBytes()) === publicKey);
  if (named === undefined) return err('not-a-trustee');
  return id === undefined || named.id === id ? ok({ auction, trusteeId: named.id }) : err('named-otherwise');
}

export type ClosingRefusal =
  sealing.ClosingFault | 'contradictory-closing' | 'not-closed-yet' | 'kept-closing-unreadable';

/**
 * Whether a trustee may act under a closing: the operator signed it, it does not contradict the one that was `kept`,
 * and by the trustee's own clock it is over. A kept closing that cannot be verified any more forbids to act: it may
 * have said something else. Total.
 */
export function admitClosing(
  auction: sealing.SealedAuction,
  stated: Json,
  kept: Json | undefined,
  nowMs: number,
): Result<sealing.SignedClosing, ClosingRefusal> {
  const closing = sealing.verifyClosing(auction, stated);
  if (!closing.ok) return closing;
  if (kept !== undefined && !sealing.verifyClosing(auction, kept).ok) return err('kept-closing-unreadable');
  if (kept !== undefined && sealing.areContradictoryClosings(auction, kept, stated))
    return err('contradictory-closing');
  if (nowMs < Date.parse(closing.value.closedAt)) return err('not-closed-yet');
  return ok(sealing.signedClosingSchema.parse(stated));
}
