import { hexToBytes } from '@noble/hashes/utils.js';
import { z } from 'zod';
import { err, ok, type Result } from '#libs/kernel';
import { decodeElement, type GroupElement, prepared } from './pvss/group.js';

/** The first byte of an envelope, and the number in everything that is hashed for it. */
export const SEALING_VERSION = 2;

/** What a bid is padded to, in bytes; the announcement says which. Its length then says nothing about the bid. */
export const PADDED_BYTES = [1_024, 4_096, 16_384] as const;

/** With every trustee an envelope has 64 bytes more, and the door takes about a millisecond more. */
export const TRUSTEES_MAX = 16;

const keyText = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hexadecimal digits');

/**
 * To whom and how bids are sealed. One trustee alone can never open: the threshold is at least 2. Trustees are
 * counted from 1 in this order. Keys in hexadecimal.
 */
export const sealingSchemeSchema = z.strictObject({
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

export type SealingScheme = z.output<typeof sealingSchemeSchema>;

export type Trustee = { readonly id: string; readonly publicKey: GroupElement };

/** What has to be known of a scheme to make, check and open an envelope. */
export type SealingFrame = {
  readonly paddedBytes: number;
  readonly threshold: number;
  readonly trustees: readonly Trustee[];
};

/** Where an announcement is at fault: an RFC 6901 pointer and a reason. */
export type AnnouncementFault = { readonly path: string; readonly reason: string };

/** The trustees of a scheme as elements of the group. Paths of faults begin at the document that states it. */
export function readSealingFrame(sealing: SealingScheme): Result<SealingFrame, AnnouncementFault> {
  const { threshold, paddedBytes } = sealing;
  if (threshold > sealing.trustees.length)
    return err({ path: '/sealing/threshold', reason: 'exceeds the number of trustees' });
  const trustees = readTrustees(sealing.trustees);
  return trustees.ok ? ok({ paddedBytes, threshold, trustees: trustees.value }) : trustees;
}

function readTrustees(stated: SealingScheme['trustees']): Result<readonly Trustee[], AnnouncementFault> {
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
