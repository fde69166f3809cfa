import { AMOUNT_MINOR_MAX } from '#libs/kernel';
import { z } from 'zod';

const digest = z.string().regex(/^[0-9a-f]{64}$/);
const signature = z.string().regex(/^[0-9a-f]{128}$/);
const party = z.string().min(1).max(100);

const LARGEST = AMOUNT_MINOR_MAX.toString();

/** A whole number up to 2^63 - 1. Numbers of one length compare as their digits do. */
const wholeText = z
  .string()
  .regex(/^(0|[1-9]\d{0,18})$/)
  .refine((text) => text.length < LARGEST.length || text <= LARGEST, 'must be below 2^63');

/**
 * One use that was paid for, or a refund of it: what payer and payee both sign, as RFC 8785 bytes. Receipts of one
 * meter are numbered from 0, and each names the SHA-256 of the one before.
 */
export const receiptSchema = z.strictObject({
  document: z.literal('usage-receipt'),
  meter: z.string().min(1).max(100),
  sequence: z.int().min(0),
  previousDigest: digest.nullable(),
  kind: z.enum(['charge', 'refund']),
  payer: party,
  payee: party,
  at: z.iso.datetime({ precision: 3 }),
  calls: wholeText,
  amountMinor: wholeText,
  currency: z.string().regex(/^[A-Z]{3}$/),
  /** The charge that a refund is of, by its sequence; null in a charge. */
  refundOf: z.int().min(0).nullable(),
});

export type Receipt = z.output<typeof receiptSchema>;

/** A receipt with the Ed25519 signatures of both sides. */
export const countersignedReceiptSchema = z.strictObject({
  receipt: receiptSchema,
  payeeSignature: signature,
  payerSignature: signature,
});

export type CountersignedReceipt = z.output<typeof countersignedReceiptSchema>;
