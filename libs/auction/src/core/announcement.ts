import { z } from 'zod';
import { lotTermsSchema } from '#core/rights';
import { digestOf } from '#libs/kernel';
import { ENVELOPE_BYTES, ENVELOPE_VERSION } from './envelope.js';

/** Names the code that clears: another rule is another version. */
export const RULES_VERSION = 'second-price-1';

export const digestText = z.string().regex(/^[0-9a-f]{64}$/);
export const amountText = z.string().regex(/^(0|[1-9]\d{0,18})$/);
const idText = z.string().regex(/^[a-z]{3}_[0-9a-f]{32}$/);

/**
 * What is fixed before an auction opens and can never be changed: whoever bids, bids on this. Amounts are minor
 * units of `currency`, digests SHA-256 of RFC 8785 bytes.
 */
export const announcementSchema = z.strictObject({
  document: z.literal('auction-announcement'),
  auctionId: idText,
  sellerId: idText,
  lot: z.strictObject({ lotId: idText, terms: lotTermsSchema, termsDigest: digestText }),
  version: z.strictObject({ versionId: idText, rootDigest: digestText }),
  valuation: z.strictObject({ valuationId: idText, documentDigest: digestText }),
  format: z.literal('second-price'),
  rulesVersion: z.literal(RULES_VERSION),
  currency: z.string().regex(/^[A-Z]{3}$/),
  reserveMinor: amountText,
  /** The same for everybody: a share of the bid would tell the bid. */
  depositMinor: amountText,
  /** Who is paid and what the platform keeps: nobody bids under one split and is settled under another. */
  proceeds: z.strictObject({
    weightSetId: idText,
    weightsDigest: digestText,
    platformFeeBps: z.int().min(0).max(10_000),
  }),
  opensAt: z.iso.datetime(),
  closesAt: z.iso.datetime(),
  /** Silence of the service beyond `silenceMs` extends the auction by all of it. */
  outage: z.strictObject({ rule: z.literal('extend-by-silence'), silenceMs: z.int().min(1) }),
  sealing: z.strictObject({
    scheme: z.literal('x25519-hkdf-sha256-xchacha20poly1305'),
    envelopeVersion: z.literal(ENVELOPE_VERSION),
    envelopeBytes: z.literal(ENVELOPE_BYTES),
    publicKey: digestText,
  }),
});

export type Announcement = z.output<typeof announcementSchema>;

/** SHA-256 of the RFC 8785 bytes. Stands on every receipt and on the outcome. */
export const announcementDigest = (announcement: Announcement): string => digestOf(announcement);
