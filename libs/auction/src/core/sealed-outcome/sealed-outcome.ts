import { z } from 'zod';
import { hashText } from '#core/records';
import type { Json } from '#libs/kernel';
import { logEntrySchema, signedClosingSchema } from '../sealing/index.js';

// As it was given, name for name: a schema for any JSON loses the name __proto__.
const json = z.custom<Json>((value) => value !== undefined);
const hexText = z.string().regex(/^([0-9a-f]{2})+$/);
const leafIndex = z.int().min(0);
const nameText = z.string().min(1).max(64);

/** Why a live bid counts for nothing. All of it is the bidder's doing, or was for the door to find. */
export const VOID_REASONS = [
  'wrong-size',
  'unknown-version',
  'malformed-commitment',
  'malformed-share',
  'malformed-response',
  'book-not-admitted',
  'bound-elsewhere',
  'not-signed-by-bidder',
  'inconsistent-shares',
  'key-commitment-mismatch',
  'not-authentic',
  'malformed-bid',
  'not-a-bid-of-this-format',
  'unknown-item',
  'amount-out-of-range',
] as const;

export type VoidReason = (typeof VOID_REASONS)[number];

/** An envelope that counts, at its place in the log, and what trustees published to open it. Hexadecimal. */
const liveEnvelopeSchema = z.strictObject({
  leafIndex,
  envelope: hexText,
  /** One of a trustee at most, in the order of the announcement, and only shares that hold. */
  shares: z.array(z.strictObject({ trusteeId: nameText, share: hexText })),
});

/**
 * How a sealed auction ended, with everything that is needed to come to the same end: what was announced, the log
 * and its signed closing, the envelopes that count with the trustees' shares, what they say, and what follows. Revised
 * bids stay sealed: only their entries in the log are told. Lists are in the order of the log.
 */
export const sealedOutcomeSchema = z.strictObject({
  document: z.literal('sealed-auction-outcome'),
  announcement: json,
  announcementDigest: hashText,
  closing: signedClosingSchema,
  entries: z.array(logEntrySchema),
  live: z.array(liveEnvelopeSchema),
  bids: z.array(z.strictObject({ leafIndex, bidder: nameText, bid: json, salt: hashText })),
  void: z.array(z.strictObject({ leafIndex, bidder: nameText, reason: z.enum(VOID_REASONS) })),
  tieSeed: hashText,
  /** By the format: who is awarded what at which price. */
  result: json,
  /** For packages, why no other allocation is worth more and the payments follow; otherwise null. */
  certificate: json,
});

export type SealedAuctionOutcome = z.output<typeof sealedOutcomeSchema>;
