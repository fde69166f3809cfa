import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { type Check, err, fails, type Json, ok, type Result } from '#libs/kernel';
import type { CertificateVerdict } from '../packages/check-package-certificate.js';
import {
  type ClosedLog,
  type LogEntry,
  readClosedLog,
  readSealedAuction,
  type SealedAuction,
  sealedTieSeed,
  type SignedClosing,
  verifyClosing,
} from '../sealing/index.js';
import { clearSealed } from './clear-sealed.js';
import { readClearingTerms } from './clearing-terms.js';
import { type OpenedEntry, openLive, type PublishedEnvelope } from './open-live.js';
import type { SealedAuctionOutcome } from './sealed-outcome.js';

/** What an outcome is made of. Everything else in it follows. */
export type SealedOutcomeParts = {
  readonly announcement: Json;
  readonly closing: SignedClosing;
  /** The whole log. */
  readonly entries: readonly LogEntry[];
  /** One for each entry that counts, in the order of the log. */
  readonly live: readonly PublishedEnvelope[];
};

/** What has to hold before anything can be decided, in the order in which it is asked. */
export const STAGES = ['announcement', 'closing', 'log', 'envelopes', 'shares'] as const;

export type DecidedOutcome = {
  readonly outcome: SealedAuctionOutcome;
  /** What the certificate of a package auction shows. */
  readonly verdict: CertificateVerdict;
};

/**
 * Opens the envelopes that count and clears the auction. An envelope that holds no bid is void and named with the
 * reason; it stops nothing. The error is the first of {@link STAGES} that does not hold. Total.
 */
export function decideSealedOutcome(parts: SealedOutcomeParts): Result<DecidedOutcome, Check> {
  const { announcement, closing, entries, live } = parts;
  const auction = readSealedAuction(announcement);
  if (!auction.ok) return err(fails('announcement', `${auction.error.path}: ${auction.error.reason}`));
  const terms = readClearingTerms(announcement);
  if (!terms.ok) return terms;
  const log = closedLog(auction.value, closing, entries);
  if (!log.ok) return log;
  const opened = openLive(auction.value, terms.value, log.value.live, live);
  if (!opened.ok) return opened;
  const bids = opened.value.flatMap(openedBid);
  const tieSeed = sealedTieSeed(
    log.value.closing,
    bids.map(({ leafIndex, salt }) => ({ leafIndex, salt: hexToBytes(salt) })),
  );
  const { verdict, ...cleared } = clearSealed(terms.value, bids, tieSeed);
  const outcome: SealedAuctionOutcome = {
    document: 'sealed-auction-outcome',
    announcement,
    announcementDigest: auction.value.announcementDigest,
    closing,
    entries: [...entries],
    live: opened.value.map(({ leafIndex, envelope, shares }) => ({
      leafIndex,
      envelope: bytesToHex(envelope),
      shares: shares.map(({ trusteeId, share }) => ({ trusteeId, share: bytesToHex(share) })),
    })),
    bids: bids.map(({ leafIndex, bidder, bid, salt }) => ({ leafIndex, bidder, bid, salt })),
    void: opened.value.flatMap(({ leafIndex, entry, content }) =>
      'reason' in content ? [{ leafIndex, bidder: entry.bidderId, reason: content.reason }] : [],
    ),
    tieSeed,
    ...cleared,
  };
  return ok({ outcome, verdict });
}

/** The outcome of a sealed auction as it is published; see {@link decideSealedOutcome}. */
export function sealedOutcomeOf(parts: SealedOutcomeParts): Result<SealedAuctionOutcome, Check> {
  const decided = decideSealedOutcome(parts);
  return decided.ok ? ok(decided.value.outcome) : decided;
}

function closedLog(
  auction: SealedAuction,
  signed: SignedClosing,
  entries: readonly LogEntry[],
): Result<ClosedLog, Check> {
  const closing = verifyClosing(auction, signed);
  if (!closing.ok) return err(fails('closing', closing.error));
  const log = readClosedLog(auction, signed, entries);
  return log.ok ? log : err(fails('log', log.error));
}

const openedBid = ({ leafIndex, entry, content }: OpenedEntry) =>
  'bid' in content ? [{ leafIndex, bidId: entry.envelopeDigest, bidder: entry.bidderId, ...content }] : [];
