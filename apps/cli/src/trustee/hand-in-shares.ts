import { createHash } from 'node:crypto';
import { setImmediate as letOthers } from 'node:timers/promises';
import { sealing } from '#core/auction';
import type { Commission } from './admit-closing.js';
import type { TrusteeIdentity } from './key-file.js';
import { type LeafShare, PAGE_MAX } from './remote-service.js';
import type { Trustee } from './trustee.js';

/**
 * Computes the shares of the envelopes that count, and hands them in. An envelope that should not have been let into
 * the log gets none. Returns how many were handed in.
 */
export async function handInShares(
  trustee: Trustee,
  { auction, trusteeId }: Commission,
  closing: sealing.SignedClosing,
  live: readonly sealing.LoggedEnvelope[],
): Promise<number> {
  const { auctionId } = auction;
  const { identity, service, nowMs, log, signal } = trustee;
  const order = {
    auction,
    trusteeId,
    trusteeSecretKey: identity.secretKey,
    closing,
    // It was held against the kept one already; here that would cost two signatures more for every envelope.
    earlierClosing: undefined,
    randomness: shareRandomness(identity),
  };
  let handedIn = 0;
  for (let from = 0; from < live.length; from += PAGE_MAX) {
    const shares: LeafShare[] = [];
    for (const logged of live.slice(from, from + PAGE_MAX)) {
      // Between two shares a signal is heard.
      await letOthers();
      signal.throwIfAborted();
      const { leafIndex } = logged;
      const share = sealing.decryptShare({ ...order, logged, nowMs: nowMs() });
      if (share.ok) shares.push({ leafIndex, share: Buffer.from(share.value.share).toString('hex') });
      else log('warn', 'share-withheld', { auctionId, leafIndex, reason: share.error });
    }
    if (shares.length === 0) continue;
    const accepted = await service.handIn(auctionId, trusteeId, shares);
    log('info', 'shares-handed-in', { auctionId, count: shares.length, accepted });
    handedIn += shares.length;
  }
  return handedIn;
}

/**
 * Always the same for a key, as nonces are in RFC 6979: `decryptShare` derives from it, from the key and from what the
 * share is for. A repeated visit then hands in the same bytes.
 */
const shareRandomness = ({ secretKey }: TrusteeIdentity): Uint8Array =>
  Uint8Array.from(
    createHash('sha256').update('salvor trustee share randomness 1').update(secretKey).digest(),
  );
