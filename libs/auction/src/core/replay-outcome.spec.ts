import { x25519 } from '@noble/curves/ed25519.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { digestOf, type Json, sha256Hex } from '#libs/kernel';
import { alterations } from '../../../../test/support/altered-leaves.js';
import type { Announcement } from './announcement.js';
import { decideOutcome, type LiveEnvelope } from './decide-outcome.js';
import { ENVELOPE_BYTES, sealBid } from './envelope.js';
import { verifyAuctionOutcome } from './replay-outcome.js';

const SECRET_KEY = new Uint8Array(32).fill(5);
const PUBLIC_KEY = x25519.getPublicKey(SECRET_KEY);
const id = (prefix: string, digit: number): string => `${prefix}_${String(digit).repeat(32)}`;

const terms = { kind: 'weights', assignment: true } as const;
const ANNOUNCEMENT: Announcement = {
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
    publicKey: bytesToHex(PUBLIC_KEY),
  },
};

const live = (digit: number, priceMinor: bigint): LiveEnvelope => {
  const binding = { auctionId: ANNOUNCEMENT.auctionId, bidderId: id('pty', digit), sequence: 2 };
  return {
    bidId: id('bid', digit),
    bidder: binding.bidderId,
    sequence: 2,
    envelope: sealBid({
      ...binding,
      auctionPublicKey: PUBLIC_KEY,
      bid: { priceMinor },
      salt: new Uint8Array(32).fill(digit),
      randomness: new Uint8Array(56).fill(digit),
    }),
  };
};
const unreadable = { ...live(3, 1n), envelope: new Uint8Array(ENVELOPE_BYTES).fill(1) };

/** As the service publishes it: 1 bid 300, 2 bid 500 and won, 3 handed in what does not open. */
const OUTCOME = JSON.parse(
  JSON.stringify(decideOutcome(ANNOUNCEMENT, SECRET_KEY, [live(1, 300n), live(2, 500n), unreadable])),
) as Json;

/** What nothing in the outcome binds. Receipts do: they name bid, bidder and sequence with the envelope's digest. */
const INFORMATIVE: readonly (readonly [RegExp, string])[] = [
  [/^\/bids\/0\/bidId value$/, 'the name that the service gave to a bid that did not win'],
  [/^\/refused\/\d\/bidId value$/, 'the same, of an envelope that opens for nobody'],
  [/^\/refused\/\d missing$/, 'an envelope that opens for nobody adds nothing to what follows'],
  [
    /^\/refused\/\d\/(bidder|sequence) value$/,
    'an envelope that opens for nobody says nothing of its bidder',
  ],
];

describe('verifyAuctionOutcome', () => {
  it('confirms an outcome that is as it should be', () => {
    const { valid, kind, checks } = verifyAuctionOutcome(OUTCOME);
    expect({ valid, kind }).toEqual({ valid: true, kind: 'auction-outcome' });
    expect(checks.map(({ name }) => name)).toEqual([
      'lot-terms',
      'announcement',
      'sealing-key',
      'one-envelope-a-bidder',
      'bids',
      'refused',
      'tie-seed',
      'result',
    ]);
  });

  it('names a check for whatever was altered, but for what is informative only', () => {
    const unseen = alterations(OUTCOME)
      .filter(({ document }) => verifyAuctionOutcome(document).checks.every(({ ok }) => ok))
      .map(({ path, how }) => `${path} ${how}`);
    expect(unseen.filter((place) => !INFORMATIVE.some(([pattern]) => pattern.test(place)))).toEqual([]);
    expect(INFORMATIVE.filter(([pattern]) => !unseen.some((place) => pattern.test(place)))).toEqual([]);
  });

  it('takes a sealing key that differs only in bits that X25519 ignores (RFC 7748, section 5)', () => {
    const ignored = bytesToHex(SECRET_KEY).replace(/^05/, '04');
    expect(verifyAuctionOutcome({ ...(OUTCOME as object), sealingSecretKey: ignored }).valid).toBe(true);
  });

  it('tells where the first difference is', () => {
    const altered = { ...(OUTCOME as object), result: { status: 'unsold' } };
    expect(verifyAuctionOutcome(altered).checks.filter(({ ok }) => !ok)).toEqual([
      { name: 'result', ok: false, detail: '/status: states unsold, computed sold' },
    ]);
  });

  it.each([null, 1, 'x', [], {}])('is not valid, and does not fail, for %j', (document) => {
    expect(verifyAuctionOutcome(document).checks).toMatchObject([{ name: 'form', ok: false }]);
  });
});
