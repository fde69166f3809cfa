import * as fc from 'fast-check';
import { bytesToHex } from '@noble/hashes/utils.js';
import { entryLeaf, rangeHash, treeNodes } from '#core/records';
import { assert } from '#libs/kernel';
import { readClosedLog } from './closed-log.js';
import { type LogEntry, signClosing, type SignedClosing } from './closing.js';
import { AUCTION, CLOSES_AT, OPERATOR } from './sealing-fixture.js';

const entryOf = (bidderId: string, sequence: number, change: Partial<LogEntry> = {}): LogEntry => ({
  document: 'auction-log-entry',
  auctionId: AUCTION.auctionId,
  bidderId,
  bidderPublicKey: 'ab'.repeat(32),
  sequence,
  envelopeDigest: 'cd'.repeat(32),
  receivedAt: '2026-03-01T11:00:00Z',
  ...change,
});

function closingOver(entries: readonly LogEntry[]): SignedClosing {
  const treeSize = entries.length;
  const nodeAt = treeNodes(entries.map(entryLeaf));
  return signClosing(
    {
      document: 'auction-closing',
      auctionId: AUCTION.auctionId,
      announcementDigest: AUCTION.announcementDigest,
      treeSize,
      rootHash: bytesToHex(rangeHash({ start: 0, size: treeSize }, nodeAt)),
      closedAt: CLOSES_AT,
    },
    OPERATOR.secretKey,
  );
}

const liveOf = (entries: readonly LogEntry[]): unknown => {
  const log = readClosedLog(AUCTION, closingOver(entries), entries);
  assert(log.ok, 'the log is the closed one');
  return log.value.live.map(({ leafIndex, entry: { bidderId, sequence } }) => [
    leafIndex,
    bidderId,
    sequence,
  ]);
};

const ENTRIES = [entryOf('a', 1), entryOf('b', 1), entryOf('a', 2), entryOf('c', 1), entryOf('b', 2)];

describe('readClosedLog', () => {
  it('finds the last envelope of each bidder, in the order of the log', () => {
    expect(liveOf(ENTRIES)).toEqual([
      [2, 'a', 2],
      [3, 'c', 1],
      [4, 'b', 2],
    ]);
  });

  it('goes by the sequence and not by the place, and takes the first of equal ones', () => {
    expect(liveOf([entryOf('a', 2), entryOf('a', 1)])).toEqual([[0, 'a', 2]]);
    const later = entryOf('a', 1, { envelopeDigest: 'ef'.repeat(32) });
    expect(liveOf([entryOf('a', 1), later])).toEqual([[0, 'a', 1]]);
  });

  it('gives everybody exactly one', () => {
    const anyEntry = fc
      .record({
        bidder: fc.constantFrom('a', 'b', 'c', '__proto__'),
        sequence: fc.integer({ min: 1, max: 5 }),
      })
      .map(({ bidder, sequence }) => entryOf(bidder, sequence));
    fc.assert(
      fc.property(fc.array(anyEntry, { minLength: 1, maxLength: 12 }), (entries) => {
        const highest = [...new Set(entries.map(({ bidderId }) => bidderId))].map((bidder) => {
          const own = entries.filter(({ bidderId }) => bidderId === bidder);
          const sequence = Math.max(...own.map((entry) => entry.sequence));
          const leafIndex = entries.findIndex((e) => e.bidderId === bidder && e.sequence === sequence);
          return [leafIndex, bidder, sequence] as const;
        });
        expect(liveOf(entries)).toEqual([...highest].sort((a, b) => a[0] - b[0]));
      }),
    );
  });

  it.each<[string, readonly unknown[], string]>([
    ['an entry left out', ENTRIES.slice(1), 'not-the-closed-log'],
    ['the last entry left out', ENTRIES.slice(0, -1), 'not-the-closed-log'],
    ['an entry put in', [...ENTRIES, entryOf('d', 1)], 'not-the-closed-log'],
    ['entries exchanged', [...ENTRIES].reverse(), 'not-the-closed-log'],
    ['an entry altered', [entryOf('a', 3), ...ENTRIES.slice(1)], 'not-the-closed-log'],
    ['no entries', [], 'not-the-closed-log'],
    ['an entry of another auction', [entryOf('a', 1, { auctionId: 'x' })], 'entry-of-another-auction'],
    ['what is no entry', [null], 'malformed-entry'],
    ['an entry with more in it', [{ ...entryOf('a', 1), price: 1 }], 'malformed-entry'],
  ])('refuses a log with %s', (_what, entries, error) => {
    expect(readClosedLog(AUCTION, closingOver(ENTRIES), entries)).toEqual({ ok: false, error });
  });

  it('refuses a closing that states another size than the log has', () => {
    const { closing } = closingOver(ENTRIES);
    const inflated = signClosing({ ...closing, treeSize: ENTRIES.length + 1 }, OPERATOR.secretKey);
    expect(readClosedLog(AUCTION, inflated, ENTRIES)).toEqual({ ok: false, error: 'not-the-closed-log' });
  });

  it('refuses a log without a closing of the operator', () => {
    const { closing } = closingOver(ENTRIES);
    const forged = signClosing(closing, new Uint8Array(32).fill(1));
    expect(readClosedLog(AUCTION, forged, ENTRIES)).toEqual({ ok: false, error: 'not-signed-by-operator' });
  });
});
