import { amountMinor, currencyCode, idOf, instant, pageQueryOf, sha256Digest } from '#contract/platform';
import { z } from 'zod';
import { announcementSchema, AUCTION_STATES, ENVELOPE_BYTES, outcomeSchema } from './core/index.js';

/** Nothing is given away: with a reserve of one there is no sale at zero. */
const reserveMinor = amountMinor.refine((amount) => amount > 0n, 'must be at least 1');

const ENVELOPE_CHARACTERS = (ENVELOPE_BYTES / 3) * 4;

/** A sealed bid: base64url (RFC 4648, section 5) of exactly the fixed size. */
const envelope = z.codec(
  z
    .string()
    .regex(
      new RegExp(`^[A-Za-z0-9_-]{${String(ENVELOPE_CHARACTERS)}}$`),
      `must be ${String(ENVELOPE_CHARACTERS)} characters of base64url`,
    ),
  z.instanceof(Uint8Array),
  {
    decode: (text) => z.util.base64urlToUint8Array(text),
    encode: (bytes) => z.util.uint8ArrayToBase64url(bytes),
  },
);

export const announceAuction = z.strictObject({
  lotId: idOf('lot'),
  valuationId: idOf('valuation'),
  format: z.literal('second-price'),
  reserveMinor,
  depositMinor: amountMinor,
  opensAt: instant,
  closesAt: instant,
});

export const auctionView = z.strictObject({
  id: idOf('auction'),
  lotId: idOf('lot'),
  valuationId: idOf('valuation'),
  sellerId: idOf('party'),
  format: z.literal('second-price'),
  currency: currencyCode,
  reserveMinor: amountMinor,
  depositMinor: amountMinor,
  opensAt: instant,
  /** The announced close, moved only by extensions after an outage. */
  closesAt: instant,
  state: z.enum(AUCTION_STATES),
  announcementDigest: sha256Digest,
});

export const transitionView = z.strictObject({
  fromState: z.enum(AUCTION_STATES).nullable(),
  toState: z.enum(AUCTION_STATES),
  at: instant,
  /** Null when the clock did it. */
  actorId: idOf('party').nullable(),
  reason: z.string(),
});

/** `announcementDigest` is SHA-256 over the RFC 8785 bytes of `announcement`. */
export const auctionDetail = auctionView.extend({
  announcement: announcementSchema,
  transitions: z.array(transitionView),
  outcomeDigest: sha256Digest.nullable(),
});

export const placeBid = z.strictObject({ sequence: z.int32().min(1), envelope });

/** What a bidder keeps to prove which envelope was handed in, and when. It says nothing about prices. */
export const bidReceipt = z.strictObject({
  bidId: idOf('bid'),
  auctionId: idOf('auction'),
  sequence: z.int32(),
  envelopeDigest: sha256Digest,
  receivedAt: instant,
  announcementDigest: sha256Digest,
});

export const auctionPage = z.strictObject({
  auctions: z.array(auctionView),
  next: idOf('auction').nullable(),
});
export const receiptList = z.strictObject({ receipts: z.array(bidReceipt) });
export const outcomeView = outcomeSchema;

export const auctionParams = z.strictObject({ auctionId: idOf('auction') });
export const auctionQuery = pageQueryOf('auction');
