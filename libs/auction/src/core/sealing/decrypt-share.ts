import { expand, extract } from '@noble/hashes/hkdf.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { entryLeaf, type MerkleHash, verifyInclusion } from '#core/records';
import { assert, err, ok, type Result } from '#libs/kernel';
import { checkEnvelope, type EnvelopeRefusal } from './check-envelope.js';
import {
  areContradictoryClosings,
  type Closing,
  type ClosingFault,
  type LogEntry,
  type SignedClosing,
  verifyClosing,
} from './closing.js';
import { type DecryptedShare, encodeShare, shareContext } from './decrypted-share.js';
import { decodeScalar, encodeScalar, SCALAR_BYTES, wideScalar } from './pvss/group.js';
import { decryptEncryptedShare, trusteePublicKey } from './pvss/share-decryption.js';
import type { SealedAuction } from './sealed-auction.js';

/** What {@link decryptShare} uses up. */
export const SHARE_RANDOMNESS_BYTES = 32;

/** An envelope that lies in the log of a closed auction, with all that proves it. */
export type LoggedEnvelope = {
  readonly envelope: Uint8Array;
  readonly entry: LogEntry;
  readonly leafIndex: number;
  /** The audit path of the entry under the closing root. */
  readonly path: readonly MerkleHash[];
};

export type TrusteeOrder = {
  readonly auction: SealedAuction;
  readonly trusteeId: string;
  /** The trustee's scalar: 32 bytes, little-endian. */
  readonly trusteeSecretKey: Uint8Array;
  readonly closing: SignedClosing;
  /** The closing of this auction under which the trustee has decrypted before, if it has. */
  readonly earlierClosing: SignedClosing | undefined;
  readonly logged: LoggedEnvelope;
  readonly nowMs: number;
  /** 32 fresh random bytes. */
  readonly randomness: Uint8Array;
};

export type TrusteeRefusal =
  | ClosingFault
  | EnvelopeRefusal
  | 'not-closed-yet'
  | 'contradictory-closing'
  | 'not-in-the-log'
  | 'another-envelope'
  | 'not-a-trustee'
  | 'not-the-key-of-the-trustee';

/**
 * A trustee's part in the opening of one envelope. It refuses before the close, without a closing that the operator
 * signed, under a second closing over another log (keep both: they prove the equivocation), for an envelope that is
 * not under the closing root, and for one that does not pass the door. The last is no formality: shares copied out of
 * a live auction into a closed one would otherwise be decrypted for whoever copied them. Which envelopes are live is
 * for `readClosedLog` to say: a trustee that holds the whole log leaves revised bids sealed.
 */
export function decryptShare(order: TrusteeOrder): Result<DecryptedShare, TrusteeRefusal> {
  const { auction, trusteeId, logged, randomness } = order;
  assert(randomness.length === SHARE_RANDOMNESS_BYTES, 'a proof takes 32 random bytes');
  const closing = admitClosing(order);
  if (!closing.ok) return closing;
  const unlogged = logFault(auction, closing.value, logged);
  if (unlogged !== undefined) return err(unlogged);
  const checked = checkEnvelope(auction, logged.entry, logged.envelope);
  if (!checked.ok) return checked;
  if (checked.value.digest !== logged.entry.envelopeDigest) return err('another-envelope');
  const at = auction.trustees.findIndex(({ id }) => id === trusteeId);
  const encrypted = checked.value.distribution.shares[at];
  if (encrypted === undefined) return err('not-a-trustee');
  const secretKey = decodeScalar(order.trusteeSecretKey);
  if (secretKey === undefined || secretKey === 0n) return err('not-the-key-of-the-trustee');
  if (auction.trustees[at]?.publicKey.equals(trusteePublicKey(secretKey)) !== true)
    return err('not-the-key-of-the-trustee');
  const context = shareContext(checked.value, at + 1);
  const nonce = shareNonce(randomness, secretKey, context);
  return ok({ trusteeId, share: encodeShare(decryptEncryptedShare(context, secretKey, encrypted, nonce)) });
}

function admitClosing({
  auction,
  closing: signed,
  earlierClosing,
  nowMs,
}: TrusteeOrder): Result<Closing, TrusteeRefusal> {
  const closing = verifyClosing(auction, signed);
  if (!closing.ok) return closing;
  if (nowMs < Date.parse(closing.value.closedAt)) return err('not-closed-yet');
  return earlierClosing !== undefined && areContradictoryClosings(auction, earlierClosing, signed)
    ? err('contradictory-closing')
    : closing;
}

function logFault(
  auction: SealedAuction,
  { rootHash, treeSize }: Closing,
  { entry, leafIndex, path }: LoggedEnvelope,
): TrusteeRefusal | undefined {
  const root = hexToBytes(rootHash);
  const isIncluded = verifyInclusion({ leafHash: entryLeaf(entry), leafIndex, treeSize, root, path }).ok;
  return isIncluded && entry.auctionId === auction.auctionId ? undefined : 'not-in-the-log';
}

/** The key goes in beside the randomness: a source that repeats itself does not give the key away. */
const shareNonce = (randomness: Uint8Array, secretKey: bigint, context: Uint8Array): bigint => {
  const seed = extract(sha512, concatBytes(randomness, encodeScalar(secretKey)), context);
  return wideScalar(expand(sha512, seed, utf8ToBytes('share nonce'), 2 * SCALAR_BYTES));
};
