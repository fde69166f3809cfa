import { bytesToHex } from '@noble/hashes/utils.js';
import { digestOf } from '#libs/kernel';
import type { Closing } from './closing.js';

/** The salt of an opened bid, and where its envelope stands in the log. */
export type OpenedSalt = { readonly leafIndex: number; readonly salt: Uint8Array };

/**
 * What decides ties: SHA-256 over announcement, closing root, and the salts of all opened bids in the order of the
 * log. When the root was signed every salt was fixed and none was known: no bidder, not the operator and no trustee
 * could steer it, and afterwards everybody recomputes it. An envelope that does not open adds nothing; whether it
 * opens was fixed at the same time.
 */
export const sealedTieSeed = (
  { announcementDigest, rootHash }: Closing,
  salts: readonly OpenedSalt[],
): string =>
  digestOf([
    'salvor tie seed 2',
    announcementDigest,
    rootHash,
    ...[...salts].sort((a, b) => a.leafIndex - b.leafIndex).map(({ salt }) => bytesToHex(salt)),
  ]);
