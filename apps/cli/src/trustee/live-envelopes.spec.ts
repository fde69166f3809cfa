import * as fc from 'fast-check';
import { entryLeaf, verifyInclusion } from '#core/records';
import { assert, sha256Hex } from '#libs/kernel';
import {
  announcementNaming,
  auctionOf,
  closingOver,
  entryOf,
  identityOf,
  loggedBid,
} from './closed-auction-fixture.js';
import { liveEnvelopes, type StatedEnvelope } from './live-envelopes.js';

const ANNOUNCEMENT = announcementNaming(identityOf(1).publicKey);
const AUCTION = auctionOf(ANNOUNCEMENT);
const LOG = [loggedBid(AUCTION, 1), loggedBid(AUCTION, 2), loggedBid(AUCTION, 1, 2)];
const CLOSING = closingOver(
  AUCTION,
  LOG.map(({ entry }) => entry),
);

const leavesOf = (stated: readonly StatedEnvelope[]): unknown => {
  const live = liveEnvelopes(AUCTION, CLOSING, stated);
  return live.ok ? live.value.map(({ leafIndex }) => leafIndex) : live.error;
};

/** A log of entries only: what the envelopes say does not matter for where they stand. */
function longLog(size: number) {
  const stated = Array.from({ length: size }, (_, at) => {
    const envelope = new TextEncoder().encode(String(at));
    const owner = { bidderId: `bdr_${String(at)}`, bidderPublicKey: 'ab'.repeat(32), sequence: 1 };
    return { envelope, entry: entryOf(AUCTION, owner, sha256Hex(envelope)) };
  });
  const closing = closingOver(
    AUCTION,
    stated.map(({ entry }) => entry),
  );
  const live = liveEnvelopes(AUCTION, closing, stated);
  assert(live.ok, 'the log is the closed one');
  return { closing: closing.closing, live: live.value };
}

describe('liveEnvelopes', () => {
  it('are the last ones of each bidder: what was revised stays sealed', () => {
    expect(leavesOf(LOG)).toEqual([1, 2]);
  });

  it('come with proofs that they are under the closing root, whatever the size of the log', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 70 }), (size) => {
        const { closing, live } = longLog(size);
        const root = Uint8Array.from(Buffer.from(closing.rootHash, 'hex'));
        const proven = live.filter(
          ({ entry, leafIndex, path }) =>
            verifyInclusion({ leafHash: entryLeaf(entry), leafIndex, treeSize: size, root, path }).ok,
        );
        expect(proven).toHaveLength(size);
      }),
      { numRuns: 30 },
    );
  });

  it('of a long log take no time that grows with its square', () => {
    // One path computed from its leaves alone takes as many hashes as there are leaves: here 268 million in all.
    expect(longLog(16_384).live).toHaveLength(16_384);
  });

  it('are refused when an entry is left out', () => {
    expect(leavesOf(LOG.slice(1))).toBe('not-the-closed-log');
    expect(leavesOf(LOG.slice(0, -1))).toBe('not-the-closed-log');
  });

  it('are refused when an entry is put in', () => {
    expect(leavesOf([...LOG, loggedBid(AUCTION, 3)])).toBe('not-the-closed-log');
  });

  it('are refused when an envelope that counts is another one than was logged', () => {
    const swapped = (at: number) =>
      LOG.map((each, place) => (place === at ? { ...each, envelope: loggedBid(AUCTION, 9).envelope } : each));
    expect([1, 2].map((at) => leavesOf(swapped(at)))).toEqual(['another-envelope', 'another-envelope']);
  });

  it('do not depend on envelopes that were revised', () => {
    const blanked = LOG.map((each, at) => (at === 0 ? { ...each, envelope: new Uint8Array() } : each));
    expect(leavesOf(blanked)).toEqual([1, 2]);
  });

  it('of another auction are refused', () => {
    const other = auctionOf(announcementNaming(identityOf(1).publicKey, { auctionId: 'auc_2' }));
    expect(leavesOf([loggedBid(other, 1), loggedBid(other, 2), loggedBid(other, 1, 2)])).toBe(
      'entry-of-another-auction',
    );
  });
});
