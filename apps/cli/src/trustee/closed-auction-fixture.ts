import { ed25519 } from '@noble/curves/ed25519.js';
import { sealing } from '#core/auction';
import { entryLeaf, rangeHash, treeNodes } from '#core/records';
import { assert, type Json, sha256Hex } from '#libs/kernel';
import type { StatedEnvelope } from './live-envelopes.js';

/** A closed auction with parties whose secrets are known, for tests. */
export const OPERATOR_SECRET_KEY = new Uint8Array(32).fill(100);
export const CLOSES_AT = '2026-03-01T12:00:00Z';
export const CLOSES_AT_MS = Date.parse(CLOSES_AT);

export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

export const identityOf = (byte: number) => ({
  id: undefined,
  ...sealing.newTrusteeKey(new Uint8Array(64).fill(byte)),
});

/** The other two of three trustees. */
const OTHERS = [41, 42].map((byte) => ({
  id: `other-${String(byte)}`,
  publicKey: identityOf(byte).publicKey,
}));

export const announcementNaming = (
  publicKey: string,
  change: { auctionId?: string; closesAt?: string } = {},
) => ({
  document: 'auction-announcement',
  auctionId: 'auc_1',
  format: 'second-price',
  closesAt: CLOSES_AT,
  ...change,
  sealing: {
    scheme: 'pvss-ristretto255-xchacha20poly1305',
    envelopeVersion: sealing.SEALING_VERSION,
    paddedBytes: 1_024,
    threshold: 2,
    trustees: [...OTHERS, { id: 'court', publicKey }],
    logPublicKey: hex(ed25519.getPublicKey(OPERATOR_SECRET_KEY)),
  },
});

export function auctionOf(announcement: Json): sealing.SealedAuction {
  const auction = sealing.readSealedAuction(announcement);
  assert(auction.ok, 'the announcement of a test is in order');
  return auction.value;
}

/** An envelope of a bidder, who is known by a number, as it lies in the log. */
export function loggedBid(
  auction: sealing.SealedAuction,
  bidder: number,
  sequence = 1,
): StatedEnvelope & { readonly entry: sealing.LogEntry } {
  const bidderSecretKey = new Uint8Array(32).fill(bidder);
  const bidderId = `bdr_${String(bidder)}`;
  const sealed = sealing.sealEnvelope({
    auction,
    bidderId,
    bidderSecretKey,
    sequence,
    bid: { priceMinor: String(1_000 + bidder) },
    randomness: new Uint8Array(32).fill(sequence),
  });
  assert(sealed.ok, 'the bid of a test fits');
  const { envelope, bidderPublicKey } = sealed.value;
  const owner = { bidderId, bidderPublicKey, sequence };
  return { envelope, entry: entryOf(auction, owner, sha256Hex(envelope)) };
}

export const entryOf = (
  { auctionId }: sealing.SealedAuction,
  owner: sealing.EnvelopeOwner,
  envelopeDigest: string,
): sealing.LogEntry => ({
  document: 'auction-log-entry',
  auctionId,
  ...owner,
  envelopeDigest,
  receivedAt: '2026-03-01T11:00:00Z',
});

/** What the operator signs over a log. */
export function closingOver(
  { auctionId, announcementDigest }: sealing.SealedAuction,
  entries: readonly sealing.LogEntry[],
  change: Partial<sealing.Closing> = {},
): sealing.SignedClosing {
  const treeSize = entries.length;
  const root = rangeHash({ start: 0, size: treeSize }, treeNodes(entries.map(entryLeaf)));
  return sealing.signClosing(
    {
      document: 'auction-closing',
      auctionId,
      announcementDigest,
      treeSize,
      rootHash: hex(root),
      closedAt: CLOSES_AT,
      ...change,
    },
    OPERATOR_SECRET_KEY,
  );
}
