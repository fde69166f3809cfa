import { x25519 } from '@noble/curves/ed25519.js';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import {
  agreement,
  type Check,
  digestOf,
  type Json,
  readForm,
  type Verification,
  verificationOf,
} from '#libs/kernel';
import { decideOutcome } from './decide-outcome.js';
import { type AuctionOutcome, outcomeSchema } from './outcome.js';

const KIND = 'auction-outcome';

/** Checks an outcome as it is published; see {@link replayOutcome}. Total. */
export function verifyAuctionOutcome(document: Json): Verification {
  const outcome = readForm(outcomeSchema, document);
  return outcome.ok ? replayOutcome(outcome.value) : verificationOf(KIND, [outcome.error]);
}

/**
 * Decides an auction again from nothing but its outcome document: opens every envelope with the published key,
 * clears by the announced rules, and compares. Whoever holds a receipt also looks for its envelope digest here.
 */
export function replayOutcome(outcome: AuctionOutcome): Verification {
  const { announcement, bids, refused } = outcome;
  const envelopes = [...bids, ...refused].map(({ bidId, bidder, sequence, envelope }) => ({
    bidId,
    bidder,
    sequence,
    envelope: hexToBytes(envelope),
  }));
  const secretKey = hexToBytes(outcome.sealingSecretKey);
  const again = decideOutcome(announcement, secretKey, envelopes);
  const checks: readonly Check[] = [
    agreement('lot-terms', announcement.lot.termsDigest, digestOf(announcement.lot.terms)),
    agreement('announcement', outcome.announcementDigest, again.announcementDigest),
    agreement('sealing-key', announcement.sealing.publicKey, bytesToHex(x25519.getPublicKey(secretKey))),
    agreement('one-envelope-a-bidder', envelopes.length, new Set(envelopes.map(({ bidder }) => bidder)).size),
    agreement('bids', bids, again.bids),
    agreement('refused', refused, again.refused),
    agreement('tie-seed', outcome.tieSeed, again.tieSeed),
    agreement('result', outcome.result, again.result),
  ];
  return verificationOf(KIND, checks);
}
