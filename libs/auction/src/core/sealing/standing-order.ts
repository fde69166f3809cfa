import { z } from 'zod';
import { err, type Json, type Result } from '#libs/kernel';
import { priceSchema, type SealedFormat, stepsSchema } from './bid-content.js';
import { orderBindingOf } from './binding.js';
import { type CheckedEnvelope, checkSeal, type SealFault } from './check-envelope.js';
import type { OrderBook } from './order-book.js';
import { sealBound, type Sealed, type SealingInput } from './seal-envelope.js';

/** An order is revised by withdrawing it: what is sealed under one id is sealed once. */
const SEQUENCE = 1;

/**
 * The limits that a standing order can state, by format. Each is a bid of that format, so that an opened order is
 * cleared like every other bid. A quantity at whatever price is none: it would have no limit. Packages name the items of
 * one announcement, which an order does not know.
 */
export const ORDER_LIMIT = {
  'first-price': priceSchema,
  'second-price': priceSchema,
  'uniform-price': z.strictObject({ steps: stepsSchema }),
  'pay-as-bid': z.strictObject({ steps: stepsSchema }),
} as const satisfies Partial<Readonly<Record<SealedFormat, z.ZodType>>>;

export type OrderFormat = keyof typeof ORDER_LIMIT;

export const ORDER_FORMATS = Object.keys(ORDER_LIMIT) as readonly OrderFormat[];

/** Whether one limit can be a bid of each of these formats. */
export const shareALimit = (formats: readonly OrderFormat[]): boolean =>
  formats.every((format) => isPriceFormat(format)) || !formats.some((format) => isPriceFormat(format));

const isPriceFormat = (format: OrderFormat): boolean => format === 'first-price' || format === 'second-price';

export type OrderToSeal = Omit<SealingInput, 'bid'> & {
  readonly book: OrderBook;
  /** As the outside world writes it. The buyer makes it up, because the envelope is bound to it. */
  readonly orderId: string;
  /** Where the order may bid. */
  readonly formats: readonly OrderFormat[];
  /** By the format: see {@link ORDER_LIMIT}. */
  readonly limit: Json;
};

/**
 * Seals the limit of a standing order on the buyer's side, as a bid is sealed, before any auction is known. Use a
 * fresh signing key for each order: in the auction the key stands beside the pseudonym.
 */
export function sealOrder({
  book,
  orderId,
  formats,
  limit,
  ...input
}: OrderToSeal): Result<Sealed, 'no-limit-of-the-formats' | 'bid-too-large'> {
  if (formats.length === 0 || formats.some((format) => !ORDER_LIMIT[format].safeParse(limit).success))
    return err('no-limit-of-the-formats');
  const { bookDigest } = book;
  return sealBound(book, { ...input, bid: limit }, (bidderPublicKey) =>
    orderBindingOf({ bookDigest, orderId }, { bidderPublicKey, sequence: SEQUENCE }),
  );
}

/** What the door asks of a standing order: all that `checkEnvelope` will ask of it in an auction. Total. */
export const checkOrder = (
  book: OrderBook,
  { orderId, bidderPublicKey }: { readonly orderId: string; readonly bidderPublicKey: string },
  envelope: Uint8Array,
): Result<CheckedEnvelope, SealFault> =>
  checkSeal(
    book,
    orderBindingOf({ bookDigest: book.bookDigest, orderId }, { bidderPublicKey, sequence: SEQUENCE }),
    bidderPublicKey,
    envelope,
  );
