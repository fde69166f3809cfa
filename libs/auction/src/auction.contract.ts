import {
  amountMinor,
  count,
  currencyCode,
  displayText,
  idOf,
  instant,
  pageQueryOf,
  sha256Digest,
} from '#contract/platform';
import type { Json } from '#libs/kernel';
import { z } from 'zod';
import {
  announcementSchema,
  AUCTION_STATES,
  lifecycleSchema,
  sealedOutcomeSchema,
  sealing,
} from './core/index.js';

/** Nothing is given away: with a reserve of one there is no sale at zero. */
const reserveMinor = amountMinor.refine((amount) => amount > 0n, 'must be at least 1');

const ROOM_DOCUMENTS_MAX = 20;
const ROOM_DOCUMENT_CHARACTERS_MAX = 65_536;
const ITEMS_MAX = 60;
const NODE_LIMIT_MAX = 100_000;

const hexKey = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hexadecimal digits');

const bytesOf = (minimum: number, maximum: number) =>
  z.codec(
    z
      .string()
      .max(Math.ceil((maximum / 3) * 4))
      .regex(/^[A-Za-z0-9_-]*$/, 'must be base64url (RFC 4648, section 5)'),
    z
      .instanceof(Uint8Array)
      .refine(({ length }) => length >= minimum && length <= maximum, 'has the wrong length'),
    {
      decode: (text) => z.util.base64urlToUint8Array(text),
      encode: (bytes) => z.util.uint8ArrayToBase64url(bytes),
    },
  );

const roomDocument = z.strictObject({
  name: displayText(64),
  body: z.string().min(1).max(ROOM_DOCUMENT_CHARACTERS_MAX),
});

const UNITS = {
  lotId: idOf('lot'),
  /** Of one unit. */
  reserveMinor,
  capPerBidder: count.optional(),
  minimumFill: count.optional(),
};

/** What is sold in which format. Supply of units comes from the lot. */
const sale = z.discriminatedUnion('format', [
  z.strictObject({ format: z.enum(['first-price', 'second-price']), lotId: idOf('lot'), reserveMinor }),
  z.strictObject({
    ...UNITS,
    format: z.literal('uniform-price'),
    pricing: z.enum(['lowest-accepted', 'highest-rejected']).optional(),
  }),
  z.strictObject({ ...UNITS, format: z.literal('pay-as-bid') }),
  z.strictObject({
    format: z.enum(['core-selecting', 'vcg', 'pay-as-bid-packages']),
    items: z
      .array(z.strictObject({ item: displayText(64), lotId: idOf('lot'), reserveMinor }))
      .min(1)
      .max(ITEMS_MAX)
      .refine((list) => new Set(list.map(({ item }) => item)).size === list.length, 'name an item twice')
      .refine((list) => new Set(list.map(({ lotId }) => lotId)).size === list.length, 'name a lot twice'),
    nodeLimit: z.int().min(1).max(NODE_LIMIT_MAX).optional(),
  }),
]);

export const announceAuction = z.strictObject({
  valuationId: idOf('valuation'),
  sale,
  depositMinor: amountMinor,
  bondMinor: amountMinor.optional(),
  opensAt: instant,
  closesAt: instant,
  lifecycle: lifecycleSchema.optional(),
  paddedBytes: z.literal(sealing.PADDED_BYTES).optional(),
  dataRoom: z
    .array(roomDocument)
    .max(ROOM_DOCUMENTS_MAX)
    .refine((list) => new Set(list.map(({ name }) => name)).size === list.length, 'name a document twice')
    .optional(),
});

export const auctionView = z.strictObject({
  id: idOf('auction'),
  lots: z.array(z.strictObject({ item: z.string(), lotId: idOf('lot') })),
  valuationId: idOf('valuation'),
  sellerId: idOf('party'),
  format: z.enum([
    'first-price',
    'second-price',
    'uniform-price',
    'pay-as-bid',
    'core-selecting',
    'vcg',
    'pay-as-bid-packages',
  ]),
  currency: currencyCode,
  depositMinor: amountMinor,
  bondMinor: amountMinor,
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

/** By naming the announcement's digest a bidder accepts its terms, and by the key says who will sign. */
export const joinAuction = z.strictObject({ announcementDigest: sha256Digest, bidderPublicKey: hexKey });

/** `bidderId` is a pseudonym for this one auction: envelopes are bound to it, and the outcome names it. */
export const bidderView = z.strictObject({
  bidderId: idOf('bidder'),
  auctionId: idOf('auction'),
  bidderPublicKey: hexKey,
  announcementDigest: sha256Digest,
  acceptedAt: instant,
});

/** Digests of the documents stand in the announcement: SHA-256 of the UTF-8 bytes of `body`. */
export const dataRoom = z.strictObject({ auctionId: idOf('auction'), documents: z.array(roomDocument) });

export const placeBid = z.strictObject({ sequence: z.int32().min(1), envelope: bytesOf(1, 65_536) });

/** `receipt` is signed with the announced log key: it proves which envelope has to be under the closing root. */
export const bidReceipt = z.strictObject({
  bidId: idOf('bid'),
  auctionId: idOf('auction'),
  receipt: sealing.receiptSchema,
});

export const closingView = z.strictObject({
  auctionId: idOf('auction'),
  closing: sealing.signedClosingSchema,
});

const LOG_PAGE_MAX = 500;
export const logQuery = z.strictObject({
  after: z.coerce.number().int().min(-1).max(2_147_483_647).default(-1),
  limit: z.coerce.number().int().min(1).max(LOG_PAGE_MAX).default(LOG_PAGE_MAX),
});
export const logPage = z.strictObject({
  envelopes: z.array(
    z.strictObject({
      leafIndex: z.int(),
      entry: sealing.logEntrySchema,
      envelope: bytesOf(1, 65_536),
    }),
  ),
  next: z.int().nullable(),
});

export const trusteeParams = z.strictObject({ publicKey: hexKey });
export const awaitedShares = z.strictObject({
  auctions: z.array(z.strictObject({ auctionId: idOf('auction') })),
});

const SHARES_MAX = 500;
const shareHex = z.codec(
  z.string().regex(/^[0-9a-f]{160}$/, 'must be 160 lower-case hexadecimal digits'),
  z.instanceof(Uint8Array),
  {
    decode: (text) => z.util.hexToUint8Array(text),
    encode: (bytes) => z.util.uint8ArrayToHex(bytes),
  },
);
export const publishShares = z.strictObject({
  trusteeId: z.string().min(1).max(64),
  shares: z
    .array(z.strictObject({ leafIndex: z.int().min(0), share: shareHex }))
    .min(1)
    .max(SHARES_MAX),
});
export const acceptedShares = z.strictObject({ accepted: z.int() });

export const auctionPage = z.strictObject({
  auctions: z.array(auctionView),
  next: idOf('auction').nullable(),
});
export const receiptList = z.strictObject({ receipts: z.array(bidReceipt) });
/** As it was given, name for name: what is hashed must not pass through a schema that knows less than all of JSON. */
const anyJson = z.unknown() as z.ZodType<Json>;

export const outcomeView = sealedOutcomeSchema.extend({
  announcement: anyJson,
  bids: z.array(z.strictObject({ leafIndex: z.int(), bidder: z.string(), bid: anyJson, salt: sha256Digest })),
  result: anyJson,
  certificate: anyJson,
});

export const auctionParams = z.strictObject({ auctionId: idOf('auction') });
export const auctionQuery = pageQueryOf('auction');
