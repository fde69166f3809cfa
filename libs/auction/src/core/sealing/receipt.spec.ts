import type { LogEntry } from './closing.js';
import { isReceiptKept, signReceipt, verifyReceipt } from './receipt.js';
import { ANNA, AUCTION, BERT, closedOver, OPERATOR, OWNER, seal } from './sealing-fixture.js';

const ANNAS = { envelope: seal().envelope, owner: OWNER };
const BERTS = {
  envelope: seal({ bidderId: BERT.id, bidderSecretKey: BERT.secretKey }).envelope,
  owner: { bidderId: BERT.id, bidderPublicKey: BERT.publicKey, sequence: 1 },
};
const { closing: CLOSING, logged: LOGGED } = closedOver([ANNAS, BERTS]);
const ENTRIES = LOGGED.map(({ entry }) => entry);
const [ENTRY] = ENTRIES as [LogEntry];
const RECEIPT = signReceipt(ENTRY, OPERATOR.secretKey);

describe('verifyReceipt', () => {
  it('reads what the operator promised', () => {
    expect(verifyReceipt(AUCTION, RECEIPT)).toEqual({ ok: true, value: ENTRY });
  });

  it.each([
    ['the bidder’s own signature', signReceipt(ENTRY, ANNA.secretKey), 'not-signed-by-operator'],
    [
      'another time',
      { ...RECEIPT, entry: { ...ENTRY, receivedAt: CLOSING.closing.closedAt } },
      'not-signed-by-operator',
    ],
    ['another auction', { ...RECEIPT, entry: { ...ENTRY, auctionId: 'x' } }, 'receipt-of-another-auction'],
    ['more in it', { ...RECEIPT, treeSize: 1 }, 'malformed-receipt'],
    ['nothing', null, 'malformed-receipt'],
  ])('refuses a receipt with %s', (_what, receipt, error) => {
    expect(verifyReceipt(AUCTION, receipt)).toEqual({ ok: false, error });
  });
});

describe('isReceiptKept', () => {
  it('finds the entry in the closed log', () => {
    expect(isReceiptKept(AUCTION, RECEIPT, CLOSING, ENTRIES)).toEqual({ ok: true, value: true });
  });

  it('proves that an envelope was dropped, or its time altered', () => {
    const without = closedOver([BERTS]);
    const left = without.logged.map(({ entry }) => entry);
    expect(isReceiptKept(AUCTION, RECEIPT, without.closing, left)).toEqual({ ok: true, value: false });
    const promise = signReceipt({ ...ENTRY, receivedAt: '2026-03-01T10:00:00Z' }, OPERATOR.secretKey);
    expect(isReceiptKept(AUCTION, promise, CLOSING, ENTRIES)).toEqual({ ok: true, value: false });
  });

  it('blames nobody on false papers', () => {
    expect(isReceiptKept(AUCTION, RECEIPT, CLOSING, ENTRIES.slice(1))).toEqual({
      ok: false,
      error: 'not-the-closed-log',
    });
    expect(isReceiptKept(AUCTION, null, CLOSING, ENTRIES)).toEqual({ ok: false, error: 'malformed-receipt' });
  });
});
