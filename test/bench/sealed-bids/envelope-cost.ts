import { createHash, randomBytes } from 'node:crypto';
import { ed25519 } from '@noble/curves/ed25519.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { median } from 'simple-statistics';
import { sealing } from '#core/auction';
import { entryLeaf, type NodeAt, proveInclusion, rangeHash, treeNodes } from '#core/records';
import { assert, assertDefined } from '#libs/kernel';
import { timed } from '../processor-time.js';
import { say, tell } from '../report.js';

const ENVELOPES = 40;
const PADDED_BYTES = 1_024;
const CLOSES_AT = '2026-03-01T12:00:00.000Z';
const SCHEMES = [
  { threshold: 2, trustees: 3 },
  { threshold: 3, trustees: 5 },
  { threshold: 4, trustees: 7 },
] as const;

/** The goals are for 2 of 3, on two cores of a small server. */
const GOALS = { seal: '< 20 ms', door: '< 15 ms', open: '< 25 ms' };

/** What one sealed bid costs everybody who touches it: medians of processor time. */
export function envelopeCost(): void {
  say(
    `\nSealed bids of ${String(PADDED_BYTES)} bytes: medians of ${String(ENVELOPES)}, ms of processor time`,
  );
  for (const scheme of SCHEMES) costOf(scheme.threshold, scheme.trustees);
}

function costOf(threshold: number, trusteeCount: number): void {
  const log = sealedLog(threshold, trusteeCount);
  const door = log.sealed.map(({ envelope, entry }) => timed(() => checked(log.auction, entry, envelope)));
  const decrypted = log.sealed.map((_, leafIndex) =>
    log.trustees.slice(0, threshold).map((_trustee, at) => timed(() => shareOf(log, at, leafIndex))),
  );
  const shares = log.sealed.map((_, leafIndex) =>
    assertDefined(decrypted[leafIndex], 'each was decrypted').map(([share, ms]) => ({
      share,
      decryptMs: ms,
      checkMs: timed(() => {
        const [envelope] = assertDefined(door[leafIndex], 'each passed the door');
        assert(sealing.checkShare(log.auction, envelope, share).ok, 'the share of an honest trustee holds');
      })[1],
    })),
  );
  const opened = log.sealed.map(({ envelope, entry }, leafIndex) =>
    timed(() => {
      const own = assertDefined(shares[leafIndex], 'each has shares').map(({ share }) => share);
      assert(sealing.openEnvelope(log.auction, entry, envelope, own).ok, 'what honest people sealed opens');
    }),
  );
  const what = `${String(threshold)} of ${String(trusteeCount)}`;
  const isGoal = threshold === 2;
  const show = (step: string, allMs: readonly number[], goal?: string): void => {
    tell(`${what}: ${step}`, `${median([...allMs]).toFixed(1)} ms`, isGoal ? goal : undefined);
  };
  tell(`${what}: an envelope`, `${String(sealing.envelopeBytes(log.auction))} bytes`);
  show(
    'seal',
    log.sealed.map(({ ms }) => ms),
    GOALS.seal,
  );
  show(
    'check at the door',
    door.map(([, ms]) => ms),
    GOALS.door,
  );
  show(
    'one share, log and envelope checked first',
    shares.flat().map(({ decryptMs }) => decryptMs),
  );
  show(
    'check of one share, the envelope known',
    shares.flat().map(({ checkMs }) => checkMs),
  );
  show(
    `open with ${String(threshold)} shares, all checked again`,
    opened.map(([, ms]) => ms),
    GOALS.open,
  );
}

type SealedEnvelope = {
  readonly envelope: Uint8Array;
  readonly entry: sealing.LogEntry;
  /** Processor time of the sealing. */
  readonly ms: number;
};

/** A closed auction with everybody's secrets. */
type SealedLog = {
  readonly auction: sealing.SealedAuction;
  readonly trustees: readonly (sealing.TrusteeKey & { readonly id: string })[];
  readonly sealed: readonly SealedEnvelope[];
  readonly closing: sealing.SignedClosing;
  readonly nodeAt: NodeAt;
};

function sealedLog(threshold: number, trusteeCount: number): SealedLog {
  const operatorKey = secretOf('operator');
  const trustees = Array.from({ length: trusteeCount }, (_, at) => ({
    id: `trustee-${String(at + 1)}`,
    ...sealing.newTrusteeKey(
      Uint8Array.from(
        createHash('sha512')
          .update(`trustee ${String(at)}`)
          .digest(),
      ),
    ),
  }));
  const read = sealing.readSealedAuction({
    document: 'auction-announcement',
    auctionId: 'auc_bench',
    closesAt: CLOSES_AT,
    sealing: {
      scheme: 'pvss-ristretto255-xchacha20poly1305',
      envelopeVersion: sealing.SEALING_VERSION,
      paddedBytes: PADDED_BYTES,
      threshold,
      trustees: trustees.map(({ id, publicKey }) => ({ id, publicKey })),
      logPublicKey: bytesToHex(ed25519.getPublicKey(operatorKey)),
    },
  });
  assert(read.ok, 'the announcement is in order');
  const auction = read.value;
  // The first envelope makes tables that serve all others, and is not one of those that are timed.
  const [, ...sealed] = Array.from({ length: ENVELOPES + 1 }, (_, at) => sealOne(auction, at));
  const nodeAt = treeNodes(sealed.map(({ entry }) => entryLeaf(entry)));
  const closing: sealing.Closing = {
    document: 'auction-closing',
    auctionId: auction.auctionId,
    announcementDigest: auction.announcementDigest,
    treeSize: sealed.length,
    rootHash: bytesToHex(rangeHash({ start: 0, size: sealed.length }, nodeAt)),
    closedAt: CLOSES_AT,
  };
  return { auction, trustees, sealed, closing: sealing.signClosing(closing, operatorKey), nodeAt };
}

function sealOne(auction: sealing.SealedAuction, at: number): SealedEnvelope {
  const bidderId = `bdr_${String(at)}`;
  const bidderSecretKey = secretOf(bidderId);
  const [sealed, ms] = timed(() =>
    sealing.sealEnvelope({
      auction,
      bidderId,
      bidderSecretKey,
      sequence: 1,
      bid: { priceMinor: String(1_000 + at) },
      randomness: Uint8Array.from(randomBytes(sealing.SEALING_RANDOMNESS_BYTES)),
    }),
  );
  assert(sealed.ok, 'a price fits');
  const { envelope, bidderPublicKey } = sealed.value;
  const entry: sealing.LogEntry = {
    document: 'auction-log-entry',
    auctionId: auction.auctionId,
    bidderId,
    bidderPublicKey,
    sequence: 1,
    envelopeDigest: createHash('sha256').update(envelope).digest('hex'),
    receivedAt: '2026-03-01T11:00:00.000Z',
  };
  return { envelope, entry, ms };
}

function checked(
  auction: sealing.SealedAuction,
  owner: sealing.EnvelopeOwner,
  envelope: Uint8Array,
): sealing.CheckedEnvelope {
  const envelopeChecked = sealing.checkEnvelope(auction, owner, envelope);
  assert(envelopeChecked.ok, 'the envelope passes the door');
  return envelopeChecked.value;
}

function shareOf(log: SealedLog, trusteeAt: number, leafIndex: number): sealing.DecryptedShare {
  const { envelope, entry } = assertDefined(log.sealed[leafIndex], 'it was sealed');
  const trustee = assertDefined(log.trustees[trusteeAt], 'there are that many');
  const share = sealing.decryptShare({
    auction: log.auction,
    trusteeId: trustee.id,
    trusteeSecretKey: trustee.secretKey,
    closing: log.closing,
    earlierClosing: undefined,
    logged: { envelope, entry, leafIndex, path: proveInclusion(leafIndex, log.sealed.length, log.nodeAt) },
    nowMs: Date.parse(CLOSES_AT),
    randomness: Uint8Array.from(randomBytes(sealing.SHARE_RANDOMNESS_BYTES)),
  });
  assert(share.ok, 'an honest trustee has nothing to refuse');
  return share.value;
}

const secretOf = (name: string): Uint8Array => Uint8Array.from(createHash('sha256').update(name).digest());
