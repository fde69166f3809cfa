import { x25519 } from '@noble/curves/ed25519.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import * as fc from 'fast-check';
import { digestOf, sha256Hex } from '#libs/kernel';
import { type Announcement, announcementSchema } from './announcement.js';
import { decideOutcome, type LiveEnvelope } from './decide-outcome.js';
import { ENVELOPE_BYTES, sealBid } from './envelope.js';
import { type AuctionOutcome, outcomeSchema } from './outcome.js';
import { replayOutcome } from './replay-outcome.js';
import { tieSeedOf } from './tie-seed.js';

const SECRET_KEY = new Uint8Array(32).fill(5);
const id = (prefix: string, digit: number): string => `${prefix}_${String(digit).repeat(32)}`;

const terms = { kind: 'weights', assignment: true } as const;
const announcement: Announcement = {
  document: 'auction-announcement',
  auctionId: id('auc', 1),
  sellerId: id('pty', 0),
  lot: { lotId: id('lot', 1), terms, termsDigest: digestOf(terms) },
  version: { versionId: id('ver', 1), rootDigest: sha256Hex('manifest') },
  valuation: { valuationId: id('val', 1), documentDigest: sha256Hex('valuation') },
  format: 'second-price',
  rulesVersion: 'second-price-1',
  currency: 'EUR',
  reserveMinor: '100',
  depositMinor: '10',
  proceeds: { weightSetId: id('wts', 1), weightsDigest: sha256Hex('weights'), platformFeeBps: 500 },
  opensAt: '2026-11-21T09:00:00.000Z',
  closesAt: '2026-11-22T09:00:00.000Z',
  outage: { rule: 'extend-by-silence', silenceMs: 5_000 },
  sealing: {
    scheme: 'x25519-hkdf-sha256-xchacha20poly1305',
    envelopeVersion: 1,
    envelopeBytes: 321,
    publicKey: bytesToHex(x25519.getPublicKey(SECRET_KEY)),
  },
};

const live = (bidderDigit: number, priceMinor: bigint): LiveEnvelope => {
  const bidder = id('pty', bidderDigit);
  return {
    bidId: id('bid', bidderDigit),
    bidder,
    sequence: 2,
    envelope: sealBid({
      auctionPublicKey: x25519.getPublicKey(SECRET_KEY),
      auctionId: announcement.auctionId,
      bidderId: bidder,
      sequence: 2,
      bid: { priceMinor },
      salt: new Uint8Array(32).fill(bidderDigit),
      randomness: new Uint8Array(56).fill(bidderDigit),
    }),
  };
};
const garbage = (bidderDigit: number): LiveEnvelope => ({
  ...live(bidderDigit, 1n),
  envelope: new Uint8Array(ENVELOPE_BYTES).fill(1),
});

const decide = (envelopes: readonly LiveEnvelope[]): AuctionOutcome =>
  decideOutcome(announcement, SECRET_KEY, envelopes);
const failedChecks = (outcome: AuctionOutcome): readonly string[] =>
  replayOutcome(outcome)
    .checks.filter(({ ok }) => !ok)
    .map(({ name }) => name);

describe('decideOutcome', () => {
  it('opens the envelopes and sells at the second price', () => {
    const { result, bids } = decide([live(1, 300n), live(2, 500n), live(3, 99n)]);
    expect(result).toEqual({ status: 'sold', winner: id('pty', 2), bidId: id('bid', 2), priceMinor: '300' });
    expect(bids.map(({ priceMinor }) => priceMinor)).toEqual(['300', '500', '99']);
  });

  it('voids envelopes that do not open, with the reason, and clears without them', () => {
    const copied = { ...live(1, 900n), bidder: id('pty', 4), bidId: id('bid', 4) };
    const { result, refused } = decide([garbage(3), live(1, 200n), copied]);
    expect(result).toMatchObject({ status: 'sold', winner: id('pty', 1), priceMinor: '100' });
    expect(refused.map(({ bidder, reason }) => [bidder, reason])).toEqual([
      [id('pty', 3), 'not-authentic'],
      [id('pty', 4), 'not-authentic'],
    ]);
  });

  it.each([
    ['nobody bids', []],
    ['all stay below the reserve', [live(1, 99n)]],
    ['nothing opens', [garbage(1)]],
  ])('does not sell when %s', (_name, envelopes) => {
    expect(decide(envelopes).result).toEqual({ status: 'unsold' });
  });

  it('writes the same document in whatever order the envelopes came', () => {
    const envelopes = [live(1, 300n), live(2, 300n), garbage(3), live(4, 120n)];
    const expected = digestOf(decide(envelopes));
    fc.assert(
      fc.property(fc.shuffledSubarray(envelopes, { minLength: 4 }), (shuffled) => {
        expect(digestOf(decide(shuffled))).toBe(expected);
      }),
      { numRuns: 10 },
    );
  });

  it('writes a document that its schema takes', () => {
    const outcome = decide([live(1, 300n), garbage(2)]);
    expect(outcomeSchema.parse(JSON.parse(JSON.stringify(outcome)))).toEqual(outcome);
  });
});

describe('replayOutcome', () => {
  const outcome = decide([live(1, 300n), live(2, 500n), garbage(3)]);
  const [first, second] = outcome.bids;

  it('confirms an outcome that is as it should be', () => {
    expect(failedChecks(outcome)).toEqual([]);
    expect(replayOutcome(outcome).valid).toBe(true);
  });

  it.each<[string, Partial<AuctionOutcome>, string]>([
    [
      'another price',
      { result: { status: 'sold', winner: id('pty', 2), bidId: id('bid', 2), priceMinor: '301' } },
      'result',
    ],
    [
      'another winner',
      { result: { status: 'sold', winner: id('pty', 1), bidId: id('bid', 1), priceMinor: '300' } },
      'result',
    ],
    ['no sale', { result: { status: 'unsold' } }, 'result'],
    ['a bid left out', { bids: outcome.bids.slice(1) }, 'result'],
    [
      'a bid that is not in its envelope',
      { bids: first === undefined || second === undefined ? [] : [{ ...first, priceMinor: '400' }, second] },
      'bids',
    ],
    [
      'a bid called void',
      {
        bids: outcome.bids.slice(1),
        refused: [
          ...outcome.refused,
          ...outcome.bids
            .slice(0, 1)
            .map(({ priceMinor: _, salt: __, ...bid }) => ({ ...bid, reason: 'not-authentic' as const })),
        ],
      },
      'refused',
    ],
    [
      'a bidder counted twice',
      { bids: [...outcome.bids, ...outcome.bids.slice(0, 1)] },
      'one-envelope-a-bidder',
    ],
    ['another reserve', { announcement: { ...announcement, reserveMinor: '400' } }, 'announcement'],
    ['another key', { sealingSecretKey: '06'.repeat(32) }, 'sealing-key'],
    ['another tie seed', { tieSeed: '00'.repeat(32) }, 'tie-seed'],
    [
      'other terms',
      {
        announcement: {
          ...announcement,
          lot: { ...announcement.lot, terms: { kind: 'inference-access', callsPerMonth: 1, termMonths: 1 } },
        },
      },
      'lot-terms',
    ],
  ])('finds %s', (_name, change, check) => {
    expect(failedChecks({ ...outcome, ...change })).toContain(check);
  });
});

describe('tieSeedOf', () => {
  const salts = ['aa'.repeat(32), 'bb'.repeat(32)];

  it('is SHA-256 of a canonical document, computable by hand', () => {
    expect(tieSeedOf('cc', salts)).toBe(
      sha256Hex(`{"announcementDigest":"cc","salts":["${'aa'.repeat(32)}","${'bb'.repeat(32)}"]}`),
    );
  });

  it('depends on every salt and on the announcement, not on the order', () => {
    expect(tieSeedOf('cc', [...salts].reverse())).toBe(tieSeedOf('cc', salts));
    expect(tieSeedOf('cd', salts)).not.toBe(tieSeedOf('cc', salts));
    expect(tieSeedOf('cc', salts.slice(1))).not.toBe(tieSeedOf('cc', salts));
  });
});

describe('announcementSchema', () => {
  it('takes an announcement and refuses a field that it does not know', () => {
    expect(announcementSchema.parse(announcement)).toEqual(announcement);
    expect(announcementSchema.safeParse({ ...announcement, note: '' }).success).toBe(false);
  });
});
