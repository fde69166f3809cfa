import { z } from 'zod';
import { hashText, isDocumentSignedBy, signatureText, signDocument } from '#core/records';
import { err, ok, type Result } from '#libs/kernel';
import type { SealedAuction } from './sealed-auction.js';

/**
 * An envelope that was accepted, as the auction's log holds it. Its leaf is `entryLeaf` of the records. `bidderId` is
 * the bidder's pseudonym in this auction, also where the envelope is a standing order and bound to `order`.
 */
export const logEntrySchema = z.strictObject({
  document: z.literal('auction-log-entry'),
  auctionId: z.string().min(1).max(64),
  bidderId: z.string().min(1).max(64),
  bidderPublicKey: hashText,
  sequence: z.int().min(1),
  envelopeDigest: hashText,
  receivedAt: z.iso.datetime(),
  order: z.strictObject({ bookDigest: hashText, orderId: z.string().min(1).max(64) }).optional(),
});

export type LogEntry = z.output<typeof logEntrySchema>;

/**
 * The end of an auction's log: what is under this root was in time, and nothing else. A document of its own and no
 * checkpoint: a log has many checkpoints, some of them while bids still come in, and none of those may open a bid.
 */
export const closingSchema = z.strictObject({
  document: z.literal('auction-closing'),
  auctionId: z.string().min(1).max(64),
  announcementDigest: hashText,
  treeSize: z.int().min(0),
  rootHash: hashText,
  closedAt: z.iso.datetime(),
});

export type Closing = z.output<typeof closingSchema>;

/** Ed25519 of the operator over the RFC 8785 bytes of the closing. */
export const signedClosingSchema = z.strictObject({ closing: closingSchema, signature: signatureText });

export type SignedClosing = z.output<typeof signedClosingSchema>;

/** `secretKey` has 32 bytes; its public key stands in the announcement. */
export const signClosing = (closing: Closing, secretKey: Uint8Array): SignedClosing => ({
  closing,
  signature: signDocument(closing, secretKey),
});

export type ClosingFault =
  'malformed-closing' | 'closing-of-another-auction' | 'not-signed-by-operator' | 'closed-too-early';

/** Reads what claims to be the signed closing of an auction. An outage may close it late, nothing closes it early. */
export function verifyClosing(auction: SealedAuction, signed: unknown): Result<Closing, ClosingFault> {
  const parsed = signedClosingSchema.safeParse(signed);
  if (!parsed.success) return err('malformed-closing');
  const { closing, signature } = parsed.data;
  const { auctionId, announcementDigest, logPublicKey, closesAtMs } = auction;
  if (closing.auctionId !== auctionId || closing.announcementDigest !== announcementDigest)
    return err('closing-of-another-auction');
  if (!isDocumentSignedBy(closing, logPublicKey, signature)) return err('not-signed-by-operator');
  return Date.parse(closing.closedAt) < closesAtMs ? err('closed-too-early') : ok(closing);
}

/**
 * Whether the operator closed an auction twice, over different logs. The two documents are the proof: both are
 * signed, and there is one closing.
 */
export function areContradictoryClosings(auction: SealedAuction, a: unknown, b: unknown): boolean {
  const [one, other] = [verifyClosing(auction, a), verifyClosing(auction, b)];
  if (!one.ok || !other.ok) return false;
  return one.value.rootHash !== other.value.rootHash || one.value.treeSize !== other.value.treeSize;
}
