import { z } from 'zod';
import { isDocumentSignedBy, signatureText, signDocument } from '#core/records';
import { digestOf, err, ok, type Result } from '#libs/kernel';
import { type ClosedLogFault, readClosedLog } from './closed-log.js';
import { type LogEntry, logEntrySchema } from './closing.js';
import type { SealedAuction } from './sealed-auction.js';

/**
 * The operator's promise that an entry will be under the closing root, as a signed certificate timestamp is of a
 * certificate log (RFC 9162, section 4.8). It carries no tree head: the size of the log would tell the bidder, while
 * bids still come in, how many others there are.
 */
export const receiptSchema = z.strictObject({ entry: logEntrySchema, signature: signatureText });

export type Receipt = z.output<typeof receiptSchema>;

/** `secretKey` has 32 bytes; its public key stands in the announcement. */
export const signReceipt = (entry: LogEntry, secretKey: Uint8Array): Receipt => ({
  entry,
  signature: signDocument(entry, secretKey),
});

export type ReceiptFault = 'malformed-receipt' | 'receipt-of-another-auction' | 'not-signed-by-operator';

/** Reads what claims to be a receipt for an envelope of this auction. Total. */
export function verifyReceipt(auction: SealedAuction, receipt: unknown): Result<LogEntry, ReceiptFault> {
  const parsed = receiptSchema.safeParse(receipt);
  if (!parsed.success) return err('malformed-receipt');
  const { entry, signature } = parsed.data;
  if (entry.auctionId !== auction.auctionId) return err('receipt-of-another-auction');
  return isDocumentSignedBy(entry, auction.logPublicKey, signature)
    ? ok(entry)
    : err('not-signed-by-operator');
}

/**
 * Whether the operator kept its promise: false is proven to anybody by the receipt, the signed closing, and the
 * entries under it. Total.
 */
export function isReceiptKept(
  auction: SealedAuction,
  receipt: unknown,
  signedClosing: unknown,
  entries: readonly unknown[],
): Result<boolean, ReceiptFault | ClosedLogFault> {
  const entry = verifyReceipt(auction, receipt);
  if (!entry.ok) return entry;
  const log = readClosedLog(auction, signedClosing, entries);
  if (!log.ok) return log;
  const promised = digestOf(entry.value);
  return ok(log.value.entries.some((candidate) => digestOf(candidate) === promised));
}
