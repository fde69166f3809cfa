import { z } from 'zod';
import { hashText } from '#core/records';
import { digestOf, err, type Json, ok, type Result } from '#libs/kernel';
import { firstFault } from './first-fault.js';
import { orderBookOf } from './order-book.js';
import {
  type AnnouncementFault,
  readSealingFrame,
  type SealingFrame,
  sealingSchemeSchema,
} from './sealing-scheme.js';

/**
 * What an announcement fixes about sealing: the scheme, and the book of standing orders that it admits, if any. The
 * book is told by name and digest; its scheme is the one stated here.
 */
export const sealingSchema = sealingSchemeSchema.extend({
  orderBookId: z.string().min(1).max(64).optional(),
  orderBookDigest: hashText.optional(),
});

/** An announcement as sealing reads it. */
export type SealedAuction = SealingFrame & {
  readonly auctionId: string;
  /** SHA-256 of the announcement’s RFC 8785 bytes. Through it an envelope is bound to all that was announced. */
  readonly announcementDigest: string;
  readonly closesAtMs: number;
  readonly logPublicKey: string;
  /** The one book of which standing orders count as bids; undefined when none do. */
  readonly orderBookDigest: string | undefined;
};

/** Sealing does not care what else is announced: the digest covers it. */
const announcementSchema = z.looseObject({
  auctionId: z.string().min(1).max(64),
  closesAt: z.iso.datetime(),
  sealing: sealingSchema,
});

/**
 * Reads what sealing needs to know; once for an auction, because tables that belong to the trustees' keys make every
 * envelope after the first cheap. Refuses trustees that are one and the same, whose shares would count twice, keys
 * that are no group elements, and a book of standing orders that is sealed by another scheme.
 */
export function readSealedAuction(announcement: Json): Result<SealedAuction, AnnouncementFault> {
  const parsed = announcementSchema.safeParse(announcement);
  if (!parsed.success) return err(firstFault(parsed.error));
  const { auctionId, closesAt, sealing } = parsed.data;
  const frame = readSealingFrame(sealing);
  if (!frame.ok) return frame;
  const fault = orderBookFault(sealing);
  if (fault !== undefined) return err(fault);
  return ok({
    ...frame.value,
    auctionId,
    announcementDigest: digestOf(announcement),
    closesAtMs: Date.parse(closesAt),
    logPublicKey: sealing.logPublicKey,
    orderBookDigest: sealing.orderBookDigest,
  });
}

/** Trustees, threshold, padding and keys of the book are those of the auction exactly if the digest is of them. */
function orderBookFault({
  orderBookId,
  orderBookDigest,
  ...scheme
}: z.output<typeof sealingSchema>): AnnouncementFault | undefined {
  if (orderBookId === undefined && orderBookDigest === undefined) return undefined;
  if (orderBookId === undefined) return { path: '/sealing/orderBookId', reason: 'has to name the book' };
  return orderBookDigest === digestOf(orderBookOf(orderBookId, scheme))
    ? undefined
    : { path: '/sealing/orderBookDigest', reason: 'is not of a book that is sealed as this auction is' };
}
