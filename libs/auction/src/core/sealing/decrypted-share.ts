import { bytesToNumberLE, numberToBytesLE } from '@noble/curves/utils.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { err, ok, type Result } from '#libs/kernel';
import type { CheckedEnvelope } from './check-envelope.js';
import {
  decodeElement,
  decodeScalar,
  ELEMENT_BYTES,
  encodeElement,
  encodeScalar,
  SCALAR_BYTES,
} from './pvss/group.js';
import type { PooledShare } from './pvss/pool-shares.js';
import { type ShareDecryption, verifyShareDecryption } from './pvss/share-decryption.js';
import { CHALLENGE_BYTES } from './pvss/transcript.js';
import type { SealedAuction } from './sealed-auction.js';

/** Share (32), challenge (16), response (32). */
export const SHARE_BYTES = ELEMENT_BYTES + CHALLENGE_BYTES + SCALAR_BYTES;

/** What a trustee publishes about one envelope. Anybody can verify it. */
export type DecryptedShare = { readonly trusteeId: string; readonly share: Uint8Array };

/** What is wrong with a trustee's share. */
export type ShareFault =
  'unknown-trustee' | 'wrong-size' | 'malformed-share' | 'malformed-response' | 'wrong-share';

/** What a share is for: this envelope of this auction and this trustee, named by its place from 1 on. */
export const shareContext = ({ binding, digest }: CheckedEnvelope, index: number): Uint8Array =>
  sha256(
    concatBytes(
      utf8ToBytes('salvor sealed bid 2 share context'),
      binding,
      hexToBytes(digest),
      Uint8Array.of(index),
    ),
  );

export const encodeShare = ({ share, challenge, response }: ShareDecryption): Uint8Array =>
  concatBytes(encodeElement(share), numberToBytesLE(challenge, CHALLENGE_BYTES), encodeScalar(response));

/** Whether a trustee decrypted its share of this envelope, and nothing else. Total. */
export function checkShare(
  auction: SealedAuction,
  envelope: CheckedEnvelope,
  { trusteeId, share }: DecryptedShare,
): Result<PooledShare, ShareFault> {
  const at = auction.trustees.findIndex(({ id }) => id === trusteeId);
  const trustee = auction.trustees[at];
  const encrypted = envelope.distribution.shares[at];
  if (trustee === undefined || encrypted === undefined) return err('unknown-trustee');
  if (share.length !== SHARE_BYTES) return err('wrong-size');
  const element = decodeElement(share.subarray(0, ELEMENT_BYTES));
  if (element === undefined) return err('malformed-share');
  const challenge = bytesToNumberLE(share.subarray(ELEMENT_BYTES, ELEMENT_BYTES + CHALLENGE_BYTES));
  const response = decodeScalar(share.subarray(ELEMENT_BYTES + CHALLENGE_BYTES));
  if (response === undefined) return err('malformed-response');
  const index = at + 1;
  const isRight = verifyShareDecryption(shareContext(envelope, index), trustee.publicKey, encrypted, {
    share: element,
    challenge,
    response,
  });
  return isRight ? ok({ index, share: element }) : err('wrong-share');
}
