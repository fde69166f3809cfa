import { ed25519 } from '@noble/curves/ed25519.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { entryLeaf, proveInclusion, rangeHash, treeNodes } from '#core/records';
import { assert, assertDefined, type Json, sha256Hex } from '#libs/kernel';
import type { EnvelopeOwner } from './binding.js';
import { type Closing, type LogEntry, signClosing, type SignedClosing } from './closing.js';
import { decryptShare, type LoggedEnvelope, type TrusteeOrder } from './decrypt-share.js';
import type { DecryptedShare } from './decrypted-share.js';
import { readSealedAuction, type SealedAuction } from './sealed-auction.js';
import { type EnvelopeOrder, type Sealed, sealEnvelope } from './seal-envelope.js';
import { newTrusteeKey } from './trustee-key.js';

/** A sealed auction with parties whose secrets are known, for tests. */
export const filled = (length: number, byte: number): Uint8Array => new Uint8Array(length).fill(byte);

const keyPair = (byte: number) => ({
  secretKey: filled(32, byte),
  publicKey: bytesToHex(ed25519.getPublicKey(filled(32, byte))),
});

export const OPERATOR = keyPair(100);
export const ANNA = { id: 'pty_anna', ...keyPair(101) };
export const BERT = { id: 'pty_bert', ...keyPair(102) };

export const TRUSTEES = Array.from({ length: 5 }, (_, at) => ({
  id: `trustee-${String(at + 1)}`,
  ...newTrusteeKey(filled(64, at + 1)),
}));

export const CLOSES_AT = '2026-03-01T12:00:00Z';
export const CLOSED_AT_MS = Date.parse(CLOSES_AT);

type Scheme = {
  readonly auctionId?: string;
  readonly threshold?: number;
  readonly trusteeCount?: number;
  readonly paddedBytes?: number;
};

export const announcementOf = ({
  auctionId = 'auc_1',
  threshold = 2,
  trusteeCount = 3,
  paddedBytes = 1_024,
}: Scheme = {}) => ({
  document: 'auction-announcement',
  auctionId,
  format: 'second-price',
  reserveMinor: '1000',
  closesAt: CLOSES_AT,
  sealing: {
    scheme: 'pvss-ristretto255-xchacha20poly1305',
    envelopeVersion: 2,
    paddedBytes,
    threshold,
    trustees: TRUSTEES.slice(0, trusteeCount).map(({ id, publicKey }) => ({ id, publicKey })),
    logPublicKey: OPERATOR.publicKey,
  },
});

export function auctionOf(announcement: Json): SealedAuction {
  const auction = readSealedAuction(announcement);
  assert(auction.ok, 'the announcement of a test is in order');
  return auction.value;
}

/** Two of three trustees, bids of 1 KiB. */
export const AUCTION = auctionOf(announcementOf());

export const OWNER: EnvelopeOwner = { bidderId: ANNA.id, bidderPublicKey: ANNA.publicKey, sequence: 1 };

export const BID: Json = { priceMinor: '123456' };

export function seal(change: Partial<EnvelopeOrder> = {}): Sealed {
  const sealed = sealEnvelope({
    auction: AUCTION,
    bidderId: ANNA.id,
    bidderSecretKey: ANNA.secretKey,
    sequence: 1,
    bid: BID,
    randomness: filled(32, 1),
    ...change,
  });
  assert(sealed.ok, 'the bid of a test fits');
  return sealed.value;
}

/** Signs again what was altered in an envelope, as its own bidder could. */
export const signedAgain = (envelope: Uint8Array, secretKey: Uint8Array): Uint8Array => {
  const signed = envelope.slice(0, -64);
  return Uint8Array.from([...signed, ...ed25519.sign(signed, secretKey)]);
};

export const withByteFlipped = (bytes: Uint8Array, at: number, mask = 1): Uint8Array =>
  bytes.map((byte, index) => (index === at ? byte ^ mask : byte));

type Accepted = {
  readonly envelope: Uint8Array;
  readonly owner: EnvelopeOwner;
  readonly entry?: Partial<LogEntry>;
};

/** The log of an auction that was closed over these envelopes, each with its proof. */
export function closedOver(
  envelopes: readonly Accepted[],
  { auction = AUCTION, change = {} }: { auction?: SealedAuction; change?: Partial<Closing> } = {},
): { readonly closing: SignedClosing; readonly logged: readonly LoggedEnvelope[] } {
  const entries = envelopes.map(({ envelope, owner, entry }): LogEntry => ({
    document: 'auction-log-entry',
    auctionId: auction.auctionId,
    ...owner,
    envelopeDigest: sha256Hex(envelope),
    receivedAt: '2026-03-01T11:00:00Z',
    ...entry,
  }));
  const treeSize = entries.length;
  const nodeAt = treeNodes(entries.map(entryLeaf));
  const closing: Closing = {
    document: 'auction-closing',
    auctionId: auction.auctionId,
    announcementDigest: auction.announcementDigest,
    treeSize,
    rootHash: bytesToHex(rangeHash({ start: 0, size: treeSize }, nodeAt)),
    closedAt: CLOSES_AT,
    ...change,
  };
  const logged = envelopes.map(({ envelope }, leafIndex) => ({
    envelope,
    entry: assertDefined(entries[leafIndex], 'an entry for each envelope'),
    leafIndex,
    path: proveInclusion(leafIndex, treeSize, nodeAt),
  }));
  return { closing: signClosing(closing, OPERATOR.secretKey), logged };
}

/** What trustee number `index` is asked about the only envelope of an auction, when all is in order. */
export function trusteeOrder(
  index: number,
  envelope: Uint8Array,
  { auction = AUCTION, owner = OWNER }: { auction?: SealedAuction; owner?: EnvelopeOwner } = {},
): TrusteeOrder {
  const trustee = assertDefined(TRUSTEES[index - 1], 'a trustee of the tests');
  const { closing, logged } = closedOver([{ envelope, owner }], { auction });
  return {
    auction,
    trusteeId: trustee.id,
    trusteeSecretKey: trustee.secretKey,
    closing,
    earlierClosing: undefined,
    logged: assertDefined(logged[0], 'the only one'),
    nowMs: CLOSED_AT_MS,
    randomness: filled(32, 50 + index),
  };
}

export function shareOf(index: number, envelope: Uint8Array, auction = AUCTION): DecryptedShare {
  const share = decryptShare(trusteeOrder(index, envelope, { auction }));
  assert(share.ok, 'an honest trustee answers');
  return share.value;
}
