import { z } from 'zod';
import { digestOf, err, type Json, ok, type Result } from '#libs/kernel';
import { firstFault } from './first-fault.js';
import {
  type AnnouncementFault,
  readSealingFrame,
  type SealingFrame,
  type SealingScheme,
  sealingSchemeSchema,
} from './sealing-scheme.js';

/**
 * What stands in for an announcement while no auction is known: standing orders are sealed to the trustees of a
 * book. An auction that admits the book seals by the very same scheme.
 */
export const orderBookSchema = z.strictObject({
  document: z.literal('standing-order-book'),
  bookId: z.string().min(1).max(64),
  sealing: sealingSchemeSchema,
});

export type OrderBookDocument = z.output<typeof orderBookSchema>;

/** A book as sealing reads it. */
export type OrderBook = SealingFrame & {
  readonly bookId: string;
  /** SHA-256 of the document’s RFC 8785 bytes. */
  readonly bookDigest: string;
};

/** The book of this name that seals by this scheme. */
export const orderBookOf = (bookId: string, sealing: SealingScheme): OrderBookDocument => ({
  document: 'standing-order-book',
  bookId,
  sealing,
});

/** Reads a book; once, because tables that belong to the trustees' keys are made with it. Total. */
export function readOrderBook(document: Json): Result<OrderBook, AnnouncementFault> {
  const parsed = orderBookSchema.safeParse(document);
  if (!parsed.success) return err(firstFault(parsed.error));
  const frame = readSealingFrame(parsed.data.sealing);
  if (!frame.ok) return frame;
  return ok({ ...frame.value, bookId: parsed.data.bookId, bookDigest: digestOf(document) });
}
