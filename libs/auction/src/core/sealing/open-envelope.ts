import { err, ok, type Result } from '#libs/kernel';
import type { EnvelopeOwner } from './binding.js';
import { checkEnvelope, type CheckedEnvelope, type EnvelopeRefusal } from './check-envelope.js';
import { checkShare, type DecryptedShare, type ShareFault } from './decrypted-share.js';
import { decryptBid, envelopeKey } from './envelope-key.js';
import { type BidContent, decodePaddedBid } from './padded-bid.js';
import { COMMITMENT_BASE, decodeScalar, type GroupElement, SECRET_BASE } from './pvss/group.js';
import { type PooledShare, poolShares } from './pvss/pool-shares.js';
import type { SealedAuction } from './sealed-auction.js';

/** A share that does not hold, and whose it is. */
export type WrongShare = { readonly trusteeId: string; readonly fault: ShareFault };

/**
 * Why an envelope that passed the door holds no bid. Each is the bidder's doing, who signed it: the key is fixed by
 * shares that anybody can verify.
 */
export type ContentFault = 'key-commitment-mismatch' | 'not-authentic' | 'malformed-bid';

export type OpeningFault =
  | { readonly code: EnvelopeRefusal }
  | {
      readonly code: 'too-few-shares';
      /** How many hold. */
      readonly shares: number;
      readonly threshold: number;
      readonly wrongShares: readonly WrongShare[];
    }
  | { readonly code: ContentFault; readonly wrongShares: readonly WrongShare[] };

export type OpenedEnvelope = BidContent & {
  /** Trustees that sent something else than their share. They stop nothing while enough others are honest. */
  readonly wrongShares: readonly WrongShare[];
};

/**
 * Opens an envelope from what the trustees published. Anybody can, and everybody gets the same bid, whichever
 * `threshold` of the right shares are used. Total: whatever envelope and shares are, a refusal is a value.
 */
export function openEnvelope(
  auction: SealedAuction,
  owner: EnvelopeOwner,
  envelope: Uint8Array,
  shares: readonly DecryptedShare[],
): Result<OpenedEnvelope, OpeningFault> {
  const checked = checkEnvelope(auction, owner, envelope);
  if (!checked.ok) return err({ code: checked.error });
  const { right, wrongShares } = sortShares(auction, checked.value, shares);
  const { threshold } = auction;
  if (right.length < threshold)
    return err({ code: 'too-few-shares', shares: right.length, threshold, wrongShares });
  const content = readContent(checked.value, poolShares(right));
  return content.ok ? ok({ ...content.value, wrongShares }) : err({ code: content.error, wrongShares });
}

/**
 * Opens an envelope for the bidder, who kept the opening secret of 32 bytes. With it the bidder can also show anybody
 * what was bid: it is bound to the first commitment of the envelope.
 */
export function openOwnEnvelope(
  envelope: CheckedEnvelope,
  openingSecret: Uint8Array,
): Result<BidContent, 'not-the-opening-secret' | ContentFault> {
  const exponent = decodeScalar(openingSecret);
  if (exponent === undefined || exponent === 0n) return err('not-the-opening-secret');
  const [commitment] = envelope.distribution.commitments;
  if (commitment?.equals(COMMITMENT_BASE.multiply(exponent)) !== true) return err('not-the-opening-secret');
  return readContent(envelope, SECRET_BASE.multiply(exponent));
}

/** The right shares, one of each trustee, and all wrong ones. */
function sortShares(
  auction: SealedAuction,
  envelope: CheckedEnvelope,
  shares: readonly DecryptedShare[],
): { readonly right: readonly PooledShare[]; readonly wrongShares: readonly WrongShare[] } {
  const right = new Map<number, PooledShare>();
  const wrongShares: WrongShare[] = [];
  for (const share of shares) {
    const checked = checkShare(auction, envelope, share);
    if (!checked.ok) wrongShares.push({ trusteeId: share.trusteeId, fault: checked.error });
    else right.set(checked.value.index, checked.value);
  }
  return { right: [...right.values()], wrongShares };
}

function readContent(envelope: CheckedEnvelope, secret: GroupElement): Result<BidContent, ContentFault> {
  const { binding, keyCommitment, header, ciphertext } = envelope;
  const key = envelopeKey(secret, binding);
  if (!key.commitment.every((byte, at) => byte === keyCommitment[at])) return err('key-commitment-mismatch');
  const padded = decryptBid(key, header, ciphertext);
  if (padded === undefined) return err('not-authentic');
  const content = decodePaddedBid(padded);
  return content === undefined ? err('malformed-bid') : ok(content);
}
