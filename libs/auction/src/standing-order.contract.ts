import {
  amountMinor,
  calendarDay,
  currencyCode,
  idOf,
  instant,
  pageQueryOf,
  sha256Digest,
} from '#contract/platform';
import { z } from 'zod';
import { sealing } from './core/index.js';
import { DECAY_BANDS, ORDER_STATES, REVENUE_BANDS } from './core/standing-orders/index.js';

/** In base64url the largest envelope that any book can ask for stays below this. */
const ENVELOPE_CHARACTERS_MAX = 32_768;

const envelope = z.codec(
  z
    .string()
    .min(1)
    .max(ENVELOPE_CHARACTERS_MAX)
    .regex(/^[A-Za-z0-9_-]+$/, 'must be base64url (RFC 4648, section 5) without padding')
    .refine(({ length }) => length % 4 !== 1, 'has a length that no bytes are written in'),
  z.instanceof(Uint8Array),
  {
    decode: (text) => z.util.base64urlToUint8Array(text),
    encode: (bytes) => z.util.uint8ArrayToBase64url(bytes),
  },
);

const lotKind = z.enum([
  'weights',
  'exclusive-licence',
  'usage-licence',
  'inference-access',
  'revenue-share',
]);
const format = z.enum(sealing.ORDER_FORMATS);
const decayBand = z.enum(DECAY_BANDS);
const domain = z.string().min(1).max(100);

/** What a buyer waits for. All of it can be read by the operator; the limit is in the envelope. */
const criteria = {
  lotKind,
  formats: z
    .array(format)
    .min(1)
    .refine((formats) => new Set(formats).size === formats.length, 'name a format twice')
    .refine(sealing.shareALimit, 'have no limit in common: one is of prices, the other of steps'),
  /** The evaluation domain that the model has to be used in; null for any. */
  domain: domain.nullable(),
  currency: currencyCode,
  /** Revenue a month, both ends included; null for no upper end. */
  revenueMinMinor: amountMinor,
  revenueMaxMinor: amountMinor.nullable(),
  /** How long the use lasts, by its half-life; null for any. */
  decayBand: decayBand.nullable(),
  /** The largest deposit that may be locked for this order. */
  depositMaxMinor: amountMinor,
  expiresAt: instant,
};

export const placeStandingOrder = z
  .strictObject({
    /** Made up by the buyer, because the envelope is bound to it. */
    orderId: idOf('standingOrder'),
    bookDigest: sha256Digest,
    /** Ed25519, for this one order. */
    bidderPublicKey: sha256Digest,
    envelope,
    ...criteria,
  })
  .refine(
    ({ revenueMinMinor, revenueMaxMinor }) => revenueMaxMinor === null || revenueMinMinor <= revenueMaxMinor,
    { path: ['revenueMaxMinor'], error: 'must not be below revenueMinMinor' },
  );

export const standingOrderView = z.strictObject({
  id: idOf('standingOrder'),
  state: z.enum(ORDER_STATES),
  bookDigest: sha256Digest,
  bidderPublicKey: sha256Digest,
  envelopeDigest: sha256Digest,
  ...criteria,
  placedAt: instant,
  /** Where it is a bid, or was one. */
  auctionId: idOf('auction').nullable(),
});

export const standingOrderDetail = standingOrderView.extend({
  transitions: z.array(
    z.strictObject({
      fromState: z.enum(ORDER_STATES).nullable(),
      toState: z.enum(ORDER_STATES),
      at: instant,
      /** Null when the clock or an auction did it. */
      actorId: idOf('party').nullable(),
      reason: z.string(),
    }),
  ),
});

export const standingOrderPage = z.strictObject({
  orders: z.array(standingOrderView),
  next: idOf('standingOrder').nullable(),
});

/** `bookDigest` is SHA-256 over the RFC 8785 bytes of `book`. */
export const orderBookView = z.strictObject({ book: sealing.orderBookSchema, bookDigest: sha256Digest });

export const demandCell = z.strictObject({
  lotKind,
  domain: domain.nullable(),
  currency: currencyCode,
  revenueBand: z.enum(REVENUE_BANDS),
  decayBand: decayBand.nullable(),
  /** Buyers, rounded down to a multiple of the cohort. */
  orders: z.int().min(1),
});

/** What is waited for on a day. Classes with fewer buyers than the cohort are not told. */
export const demandMapView = z.strictObject({
  day: calendarDay,
  cohort: z.int().min(2),
  cells: z.array(demandCell),
});

export const standingOrderParams = z.strictObject({ orderId: idOf('standingOrder') });
export const standingOrderQuery = pageQueryOf('standingOrder');
