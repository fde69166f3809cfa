import { bytesToHex } from '@noble/hashes/utils.js';
import { sha256Hex } from '#libs/kernel';
import { type Announcement, announcementDigest } from './announcement.js';
import { openEnvelope } from './envelope.js';
import type { AuctionOutcome } from './outcome.js';
import { clearSecondPrice } from './second-price.js';
import { tieSeedOf } from './tie-seed.js';

/** The last envelope of a bidder. */
export type LiveEnvelope = {
  readonly bidId: string;
  readonly bidder: string;
  readonly sequence: number;
  readonly envelope: Uint8Array;
};

/**
 * Opens every envelope and clears the auction. An envelope that does not open is void and named with the reason;
 * it stops nothing. The document is the same in whatever order the envelopes come.
 */
export function decideOutcome(
  announcement: Announcement,
  sealingSecretKey: Uint8Array,
  envelopes: readonly LiveEnvelope[],
): AuctionOutcome {
  const digest = announcementDigest(announcement);
  const opened = [...envelopes]
    .sort((a, b) => (a.bidder < b.bidder ? -1 : 1))
    .map((live) => openLive(announcement.auctionId, sealingSecretKey, live));
  const bids = opened.flatMap((entry) => ('priceMinor' in entry ? [entry] : []));
  const refused = opened.flatMap((entry) => ('reason' in entry ? [entry] : []));
  const tieSeed = tieSeedOf(
    digest,
    bids.map(({ salt }) => salt),
  );
  const result = clearSecondPrice({
    reserveMinor: BigInt(announcement.reserveMinor),
    bids: bids.map(({ bidId, bidder, priceMinor }) => ({ bidId, bidder, priceMinor: BigInt(priceMinor) })),
    tieSeed,
  });
  return {
    document: 'auction-outcome',
    announcement,
    announcementDigest: digest,
    sealingSecretKey: bytesToHex(sealingSecretKey),
    bids,
    refused,
    tieSeed,
    result: result.status === 'sold' ? { ...result, priceMinor: result.priceMinor.toString() } : result,
  };
}

function openLive(
  auctionId: string,
  secretKey: Uint8Array,
  { bidId, bidder, sequence, envelope }: LiveEnvelope,
): AuctionOutcome['bids'][number] | AuctionOutcome['refused'][number] {
  const fields = {
    bidId,
    bidder,
    sequence,
    envelope: bytesToHex(envelope),
    envelopeDigest: sha256Hex(envelope),
  };
  const opened = openEnvelope(secretKey, envelope, { auctionId, bidderId: bidder, sequence });
  if (!opened.ok) return { ...fields, reason: opened.error };
  const { priceMinor, salt } = opened.value;
  return { ...fields, priceMinor: priceMinor.toString(), salt: bytesToHex(salt) };
}
