import { areContradictoryClosings, type Closing, signClosing, verifyClosing } from './closing.js';
import { ANNA, AUCTION, CLOSES_AT, OPERATOR } from './sealing-fixture.js';

const CLOSING: Closing = {
  document: 'auction-closing',
  auctionId: AUCTION.auctionId,
  announcementDigest: AUCTION.announcementDigest,
  treeSize: 3,
  rootHash: 'ab'.repeat(32),
  closedAt: CLOSES_AT,
};

const signed = (change: Partial<Closing> = {}, key = OPERATOR.secretKey) =>
  signClosing({ ...CLOSING, ...change }, key);

describe('verifyClosing', () => {
  it('reads what the operator signed', () => {
    expect(verifyClosing(AUCTION, signed())).toEqual({ ok: true, value: CLOSING });
  });

  it('takes no checkpoint for a closing, though the same key signs both', () => {
    const checkpoint = { ...CLOSING, document: 'log-checkpoint' };
    expect(verifyClosing(AUCTION, { ...signed(), closing: checkpoint })).toEqual({
      ok: false,
      error: 'malformed-closing',
    });
  });
});

describe('areContradictoryClosings', () => {
  it.each<[string, Partial<Closing>, boolean]>([
    ['another root', { rootHash: 'cd'.repeat(32) }, true],
    ['another size', { treeSize: 4 }, true],
    ['another time only', { closedAt: '2026-03-01T13:00:00Z' }, false],
    ['nothing else', {}, false],
    ['another auction', { auctionId: 'auc_2', treeSize: 4 }, false],
  ])('tells what the operator may not sign twice: %s', (_what, change, verdict) => {
    expect(areContradictoryClosings(AUCTION, signed(), signed(change))).toBe(verdict);
    expect(areContradictoryClosings(AUCTION, signed(change), signed())).toBe(verdict);
  });

  it('blames nobody for what somebody else signed', () => {
    const forged = signed({ treeSize: 4 }, ANNA.secretKey);
    expect(areContradictoryClosings(AUCTION, signed(), forged)).toBe(false);
  });
});
