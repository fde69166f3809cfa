import { hexToBytes } from '@noble/hashes/utils.js';
import { z } from 'zod';
import { digestOf, err, type Json, ok, pointerToken, type Result } from '#libs/kernel';
import { decodeElement, type GroupElement, prepared } from './pvss/group.js';

/** The first byte of an envelope, and the number in everything that is hashed for it. */
export const SEALING_VERSION = 2;

/** What a bid is padded to, in bytes; the announcement says which. Its length then says nothing about the bid. */
export const PADDED_BYTES = [1_024, 4_096, 16_384] as const;

/** With every trustee an envelope has 64 bytes more, and the door takes about a millisecond more. */
export const TRUSTEES_MAX = 16;

const keyText = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hexadecimal digits');

/**
 * What an announcement fixes about sealing. One trustee alone can never open: the threshold is at least 2.
 * Trustees are counted from 1 in this order. Keys in hexadecimal.
 */
export const sealingSchema = z.strictObject({
  scheme: z.literal('pvss-ristretto255-xchacha20poly1305'),
  envelopeVersion: z.literal(SEALING_VERSION),
  paddedBytes: z.literal(PADDED_BYTES),
  /** How many trustees have to act for a bid to be opened. */
  threshold: z.int().min(2).max(TRUSTEES_MAX),
  trustees: z
    .array(z.strictObject({ id: z.string().min(1).max(64), publicKey: keyText }))
    .min(2)
    .max(TRUSTEES_MAX),
  /** The Ed25519 key of the operator that signs the closing root. */
  logPublicKey: keyText,
});

export type Trustee = { readonly id: string; readonly publicKey: GroupElement };

/** An announcement as sealing reads it. */
export type SealedAuction = {
  readonly auctionId: string;
  /** SHA-256 of the announcement’s RFC 8785 bytes. Through it an envelope is bound to all that was announced. */
  readonly announcementDigest: string;
  readonly closesAtMs: number;
  readonly paddedBytes: number;
  readonly threshold: number;
  readonly trustees: readonly Trustee[];
  readonly logPublicKey: string;
};

/** Where an announcement is at fault: an RFC 6901 pointer and a reason. */
export type AnnouncementFault = { readonly path: string; readonly reason: string };

/** Sealing does not care what else is announced: the digest covers it. */
const announcementSchema = z.looseObject({
  auctionId: z.string().min(1).max(64),
  closesAt: z.iso.datetime(),
  sealing: sealingSchema,
});

/**
 * Reads what sealing needs to know; once for an auction, because tables that belong to the trustees' keys make every
 * envelope after the first cheap. Refuses trustees that are one and the same, whose shares would count twice, and
 * keys that are no group elements.
 */
export function readSealedAuction(announcement: Json): Result<SealedAuction, AnnouncementFault> {
  const parsed = announcementSchema.safeParse(announcement);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const path = (issue?.path ?? []).map((part) => pointerToken(String(part))).join('');
    return err({ path, reason: issue?.message ?? 'is not valid' });
  }
  const { auctionId, closesAt, sealing } = parsed.data;
  const { threshold, paddedBytes, logPublicKey } = sealing;
  if (threshold > sealing.trustees.length)
    return err({ path: '/sealing/threshold', reason: 'exceeds the number of trustees' });
  const trustees = readTrustees(sealing.trustees);
  if (!trustees.ok) return trustees;
  return ok({
    auctionId,
    announcementDigest: digestOf(announcement),
    closesAtMs: Date.parse(closesAt),
    paddedBytes,
    threshold,
    trustees: trustees.value,
    logPublicKey,
  });
}

function readTrustees(
  stated: z.output<typeof sealingSchema>['trustees'],
): Result<readonly Trustee[], AnnouncementFault> {
  const trustees: Trustee[] = [];
  for (const [at, { id, publicKey }] of stated.entries()) {
    const path = `/sealing/trustees/${String(at)}`;
    const element = decodeElement(hexToBytes(publicKey));
    if (element === undefined)
      return err({ path: `${path}/publicKey`, reason: 'is not a ristretto255 element' });
    if (trustees.some((earlier) => earlier.id === id || earlier.publicKey.equals(element)))
      return err({ path, reason: 'is an earlier trustee again' });
    trustees.push({ id, publicKey: prepared(element) });
  }
  return ok(trustees);
}
