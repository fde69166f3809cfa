import { x25519 } from '@noble/curves/ed25519.js';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { digestOf, type Json } from '#libs/kernel';
import { decideOutcome } from './decide-outcome.js';
import type { AuctionOutcome } from './outcome.js';

export type OutcomeCheck = { readonly name: string; readonly ok: boolean; readonly detail: string };

export type OutcomeReplay = { readonly valid: boolean; readonly checks: readonly OutcomeCheck[] };

/**
 * Decides an auction again from nothing but its outcome document: opens every envelope with the published key,
 * clears by the announced rules, and compares. Whoever holds a receipt also looks for its envelope digest here.
 */
export function replayOutcome(outcome: AuctionOutcome): OutcomeReplay {
  const { announcement, bids, refused } = outcome;
  const envelopes = [...bids, ...refused].map(({ bidId, bidder, sequence, envelope }) => ({
    bidId,
    bidder,
    sequence,
    envelope: hexToBytes(envelope),
  }));
  const secretKey = hexToBytes(outcome.sealingSecretKey);
  const again = decideOutcome(announcement, secretKey, envelopes);
  const checks = [
    compare('lot-terms', announcement.lot.termsDigest, digestOf(announcement.lot.terms)),
    compare('announcement', outcome.announcementDigest, again.announcementDigest),
    compare('sealing-key', announcement.sealing.publicKey, bytesToHex(x25519.getPublicKey(secretKey))),
    compare('one-envelope-a-bidder', envelopes.length, new Set(envelopes.map(({ bidder }) => bidder)).size),
    compare('bids', bids, again.bids),
    compare('refused', refused, again.refused),
    compare('tie-seed', outcome.tieSeed, again.tieSeed),
    compare('result', outcome.result, again.result),
  ];
  return { valid: checks.every(({ ok }) => ok), checks };
}

const compare = (name: string, stated: Json, recomputed: Json): OutcomeCheck => {
  const ok = digestOf(stated) === digestOf(recomputed);
  return { name, ok, detail: ok ? 'as stated' : 'what is stated is not what the documents give' };
};
