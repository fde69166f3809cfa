import { hexToBytes } from '@noble/hashes/utils.js';
import {
  agreement,
  type Check,
  digestOf,
  fails,
  holds,
  type Json,
  readForm,
  type Verification,
  verificationOf,
} from '#libs/kernel';
import {
  type DecidedOutcome,
  decideSealedOutcome,
  type SealedOutcomeParts,
  STAGES,
} from './decide-sealed-outcome.js';
import { type SealedAuctionOutcome, sealedOutcomeSchema } from './sealed-outcome.js';

const KIND = 'sealed-auction-outcome';

/**
 * Decides a sealed auction again from nothing but its outcome document, and compares: the signed closing over the
 * whole log, every envelope at the door, every trustee's share, what the envelopes say, the tie seed, and the
 * clearing with its certificate. Whoever holds a receipt also looks for its entry among `entries`. Total.
 */
export function verifySealedOutcome(document: Json): Verification {
  const read = readForm(sealedOutcomeSchema, document);
  if (!read.ok) return verificationOf(KIND, [read.error]);
  const stated = read.value;
  const digest = agreement('announcement-digest', stated.announcementDigest, digestOf(stated.announcement));
  if (!digest.ok) return verificationOf(KIND, [digest]);
  const again = decideSealedOutcome(partsOf(stated));
  const checks = again.ok ? comparisons(stated, again.value) : upTo(again.error);
  return verificationOf(KIND, [digest, ...checks]);
}

const partsOf = ({ announcement, closing, entries, live }: SealedAuctionOutcome): SealedOutcomeParts => ({
  announcement,
  closing,
  entries,
  live: live.map(({ leafIndex, envelope, shares }) => ({
    leafIndex,
    envelope: hexToBytes(envelope),
    shares: shares.map(({ trusteeId, share }) => ({ trusteeId, share: hexToBytes(share) })),
  })),
});

/** What held before the stage that does not, and that. */
const upTo = (failed: Check): readonly Check[] => [
  ...STAGES.slice(0, Math.max(0, STAGES.indexOf(failed.name as (typeof STAGES)[number]))).map(stageHolds),
  failed,
];

const stageHolds = (stage: string): Check => holds(stage, 'is in order');

function comparisons(
  stated: SealedAuctionOutcome,
  { outcome: computed, verdict }: DecidedOutcome,
): readonly Check[] {
  return [
    ...STAGES.filter((stage) => stage !== 'shares').map(stageHolds),
    inTime(stated),
    agreement('shares', stated.live, computed.live),
    agreement('bids', stated.bids, computed.bids),
    agreement('void', stated.void, computed.void),
    agreement('tie-seed', stated.tieSeed, computed.tieSeed),
    agreement('result', stated.result, computed.result),
    agreement('certificate', stated.certificate, computed.certificate),
    verdict === 'ok'
      ? holds('certificate-proof', stated.certificate === null ? 'none is needed' : 'proves the result')
      : fails('certificate-proof', verdict),
  ];
}

/** The operator's own times: what it took, it took before it closed. */
function inTime({ entries, closing: { closing } }: SealedAuctionOutcome): Check {
  const late = entries.findIndex(({ receivedAt }) => Date.parse(receivedAt) > Date.parse(closing.closedAt));
  return late < 0
    ? holds('in-time', `all were received by ${closing.closedAt}`)
    : fails('in-time', `/entries/${String(late)}/receivedAt: is after the close`);
}
