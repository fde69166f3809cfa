import { assert, digestOf, type Json } from '#libs/kernel';
import type { EnvelopeOwner } from './binding.js';
import { type OrderBook, type OrderBookDocument, orderBookSchema, readOrderBook } from './order-book.js';
import { type OrderToSeal, sealOrder } from './standing-order.js';
import { ANNA, announcementOf, auctionOf, BERT, filled } from './sealing-fixture.js';
import type { Sealed } from './seal-envelope.js';

type Scheme = Parameters<typeof announcementOf>[0];

/** The book of the trustees of these tests. */
export const bookDocumentOf = (scheme: Scheme = {}, bookId = 'book-1'): OrderBookDocument =>
  orderBookSchema.parse({ document: 'standing-order-book', bookId, sealing: announcementOf(scheme).sealing });

export function bookOf(document: Json): OrderBook {
  const book = readOrderBook(document);
  assert(book.ok, 'the book of a test is in order');
  return book.value;
}

export const BOOK = bookOf(bookDocumentOf());

/** The announcement of an auction in which orders of the book count. */
export const admittingAnnouncementOf = (scheme: Scheme = {}) => {
  const announcement = announcementOf(scheme);
  const book = bookDocumentOf(scheme);
  const admitted = { orderBookId: book.bookId, orderBookDigest: digestOf(book) };
  return { ...announcement, sealing: { ...announcement.sealing, ...admitted } };
};

export const ADMITTING = auctionOf(admittingAnnouncementOf());

export const LIMIT: Json = { priceMinor: '5000' };

/** Bert's order, unless told otherwise. */
export function sealAnOrder(change: Partial<OrderToSeal> = {}): Sealed {
  const sealed = sealOrder({
    book: BOOK,
    orderId: 'sto_1',
    bidderSecretKey: BERT.secretKey,
    formats: ['second-price'],
    limit: LIMIT,
    randomness: filled(32, 40),
    ...change,
  });
  assert(sealed.ok, 'the limit of a test is one of its formats');
  return sealed.value;
}

/** Whose entry an order is in an auction: the pseudonym there, the key and the id from before. */
export const orderOwner = (
  orderId = 'sto_1',
  bidder: typeof ANNA = BERT,
  book: OrderBook = BOOK,
): EnvelopeOwner => ({
  bidderId: bidder.id,
  bidderPublicKey: bidder.publicKey,
  sequence: 1,
  order: { bookDigest: book.bookDigest, orderId },
});
