import { sealing } from '#core/auction';
import type { Json } from '#libs/kernel';
import { admitClosing, readCommission } from './admit-closing.js';
import {
  announcementNaming,
  auctionOf,
  CLOSES_AT_MS,
  closingOver,
  identityOf,
  loggedBid,
  OPERATOR_SECRET_KEY,
} from './closed-auction-fixture.js';

const COURT = identityOf(1);
const ANNOUNCEMENT = announcementNaming(COURT.publicKey);
const AUCTION = auctionOf(ANNOUNCEMENT);
const ENTRIES = [loggedBid(AUCTION, 1), loggedBid(AUCTION, 2)].map(({ entry }) => entry);
const CLOSING = closingOver(AUCTION, ENTRIES);
const OTHER_CLOSING = closingOver(AUCTION, ENTRIES.slice(1));

describe('readCommission', () => {
  const refusal = (announcement: Json, auctionId = 'auc_1', identity = COURT): string => {
    const commission = readCommission(announcement, auctionId, identity);
    return commission.ok ? `named ${commission.value.trusteeId}` : commission.error;
  };

  it('finds the trustee by its key, whatever it is called', () => {
    expect(refusal(ANNOUNCEMENT)).toBe('named court');
  });

  it('holds the announcement to the name that the trustee insists on', () => {
    const named = (id: string) => readCommission(ANNOUNCEMENT, 'auc_1', { ...COURT, id });
    expect(named('court').ok).toBe(true);
    expect(named('bank')).toEqual({ ok: false, error: 'named-otherwise' });
  });

  it('refuses the announcement of another auction', () => {
    expect(refusal(ANNOUNCEMENT, 'auc_2')).toBe('another-auction');
  });

  it('refuses an announcement that names other trustees', () => {
    expect(refusal(ANNOUNCEMENT, 'auc_1', identityOf(2))).toBe('not-a-trustee');
  });

  it('refuses what is no announcement', () => {
    for (const nothing of [null, [], {}, { ...ANNOUNCEMENT, sealing: null }])
      expect(refusal(nothing)).toBe('malformed-announcement');
  });
});

describe('admitClosing', () => {
  const decided = (stated: Json, kept?: Json, nowMs = CLOSES_AT_MS): string => {
    const closing = admitClosing(AUCTION, stated, kept, nowMs);
    return closing.ok ? 'admitted' : closing.error;
  };

  it('admits a closing that the operator signed, from its time on', () => {
    expect(decided(CLOSING)).toBe('admitted');
    expect(decided(CLOSING, undefined, CLOSES_AT_MS - 1)).toBe('not-closed-yet');
  });

  it('goes by the trustee’s clock when the operator states a later time', () => {
    const late = closingOver(AUCTION, ENTRIES, { closedAt: '2026-03-01T12:30:00Z' });
    expect(decided(late)).toBe('not-closed-yet');
    expect(decided(late, undefined, CLOSES_AT_MS + 1_800_000)).toBe('admitted');
  });

  it('refuses a closing that states an earlier time than was announced', () => {
    expect(decided(closingOver(AUCTION, ENTRIES, { closedAt: '2026-03-01T11:59:59Z' }))).toBe(
      'closed-too-early',
    );
  });

  it('refuses a closing that somebody else signed, or that was altered', () => {
    expect(decided(sealing.signClosing(CLOSING.closing, COURT.secretKey))).toBe('not-signed-by-operator');
    expect(decided({ ...CLOSING, closing: { ...CLOSING.closing, treeSize: 3 } })).toBe(
      'not-signed-by-operator',
    );
    expect(decided(null)).toBe('malformed-closing');
  });

  it('refuses the closing of another announcement with the same id', () => {
    const other = auctionOf(announcementNaming(COURT.publicKey, { closesAt: '2026-02-01T12:00:00Z' }));
    expect(decided(closingOver(other, ENTRIES))).toBe('closing-of-another-auction');
  });

  it('acts again under the closing that it acted under before', () => {
    expect(decided(CLOSING, CLOSING)).toBe('admitted');
    const signedAgain = sealing.signClosing(
      { ...CLOSING.closing, closedAt: '2026-03-01T12:00:00.000Z' },
      OPERATOR_SECRET_KEY,
    );
    expect(decided(signedAgain, CLOSING)).toBe('admitted');
  });

  it('refuses a second closing over another log, even before its time', () => {
    expect(decided(OTHER_CLOSING, CLOSING)).toBe('contradictory-closing');
    expect(decided(OTHER_CLOSING, CLOSING, CLOSES_AT_MS - 1)).toBe('contradictory-closing');
  });

  it('does not act when what it kept is no closing any more', () => {
    for (const damaged of [null, {}, { ...CLOSING, signature: '0'.repeat(128) }])
      expect(decided(CLOSING, damaged)).toBe('kept-closing-unreadable');
  });
});
