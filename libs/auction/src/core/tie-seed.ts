import { digestOf } from '#libs/kernel';

/**
 * What decides ties: SHA-256 over the announcement's digest and the sorted salts of all opened bids. Every bidder
 * adds 32 secret bytes, so none of them can know it before the close, and everybody can recompute it after.
 */
export const tieSeedOf = (announcementDigest: string, saltsHex: readonly string[]): string =>
  digestOf({ announcementDigest, salts: [...saltsHex].sort() });
