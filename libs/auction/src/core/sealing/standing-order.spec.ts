import * as fc from 'fast-check';
import { bytesToHex } from '@noble/hashes/utils.js';
import { sha256Hex } from '#libs/kernel';
import { bindingOf, orderBindingOf } from './binding.js';
import { checkEnvelope } from './check-envelope.js';
import { readClosedLog } from './closed-log.js';
import { decryptShare, type TrusteeOrder } from './decrypt-share.js';
import { openEnvelope } from './open-envelope.js';
import {
  ANNA,
  AUCTION,
  auctionOf,
  BERT,
  closedOver,
  filled,
  OWNER,
  seal,
  signedAgain,
  trusteeOrder,
  withByteFlipped,
} from './sealing-fixture.js';
import { checkOrder, sealOrder, shareALimit } from './standing-order.js';
import {
  ADMITTING,
  admittingAnnouncementOf,
  BOOK,
  bookDocumentOf,
  bookOf,
  LIMIT,
  orderOwner,
  sealAnOrder,
} from './standing-order-fixture.js';

const { envelope: ORDER } = sealAnOrder();
const OF_BERT = { orderId: 'sto_1', bidderPublicKey: BERT.publicKey };

const refusal = (envelope: Uint8Array, owner = orderOwner(), auction = ADMITTING): string => {
  const checked = checkEnvelope(auction, owner, envelope);
  return checked.ok ? 'taken' : checked.error;
};

/** Written over, and signed anew by whoever copies it. */
const rebound = (binding: Uint8Array, secretKey: Uint8Array): Uint8Array => {
  const copied = ORDER.slice();
  copied.set(binding, 1);
  return signedAgain(copied, secretKey);
};

describe('a standing order', () => {
  it('is taken before any auction is known, and counts in every auction that admits its book', () => {
    expect(checkOrder(BOOK, OF_BERT, ORDER)).toMatchObject({ ok: true, value: { digest: sha256Hex(ORDER) } });
    expect(refusal(ORDER)).toBe('taken');
    const other = auctionOf(admittingAnnouncementOf({ auctionId: 'auc_2' }));
    expect(refusal(ORDER, orderOwner(), other)).toBe('taken');
    expect(refusal(ORDER, { ...orderOwner(), bidderId: 'another pseudonym' })).toBe('taken');
  });

  it('does not count where its book is not admitted', () => {
    expect(refusal(ORDER, orderOwner(), AUCTION)).toBe('book-not-admitted');
    const other = bookOf(bookDocumentOf({}, 'book-2'));
    expect(refusal(ORDER, orderOwner('sto_1', BERT, other))).toBe('book-not-admitted');
  });

  it('is told from a bid: neither passes for the other', () => {
    expect(refusal(ORDER, { ...orderOwner(), order: undefined })).toBe('bound-elsewhere');
    const { envelope } = seal({ auction: ADMITTING });
    expect(refusal(envelope, OWNER)).toBe('taken');
    expect(refusal(envelope, orderOwner('sto_1', ANNA))).toBe('bound-elsewhere');
  });

  it('is refused under another order id, however it is dressed up', () => {
    const owner = orderOwner('sto_2');
    expect(refusal(ORDER, owner)).toBe('bound-elsewhere');
    expect(checkOrder(BOOK, { ...OF_BERT, orderId: 'sto_2' }, ORDER)).toEqual({
      ok: false,
      error: 'bound-elsewhere',
    });
    expect(refusal(rebound(bindingOf(ADMITTING, owner), BERT.secretKey), owner)).toBe('inconsistent-shares');
  });

  it('is refused in another book, however it is dressed up', () => {
    const book = bookOf(bookDocumentOf({}, 'book-2'));
    const ofOther = (envelope: Uint8Array) => checkOrder(book, OF_BERT, envelope);
    expect(ofOther(ORDER)).toEqual({ ok: false, error: 'bound-elsewhere' });
    const binding = orderBindingOf(
      { bookDigest: book.bookDigest, orderId: 'sto_1' },
      { bidderPublicKey: BERT.publicKey, sequence: 1 },
    );
    expect(ofOther(rebound(binding, BERT.secretKey))).toEqual({ ok: false, error: 'inconsistent-shares' });
  });

  it('is refused for whoever copies it under a key of their own, or as a revision', () => {
    const annas = orderOwner('sto_1', ANNA);
    expect(refusal(ORDER, annas)).toBe('bound-elsewhere');
    expect(refusal(rebound(bindingOf(ADMITTING, annas), BERT.secretKey), annas)).toBe('not-signed-by-bidder');
    expect(refusal(rebound(bindingOf(ADMITTING, annas), ANNA.secretKey), annas)).toBe('inconsistent-shares');
    expect(refusal(ORDER, { ...orderOwner(), sequence: 2 })).toBe('bound-elsewhere');
  });

  it('is refused with any byte of it flipped', () => {
    fc.assert(
      fc.property(fc.nat(ORDER.length - 1), fc.nat(7), (at, bit) => {
        const altered = withByteFlipped(ORDER, at, 1 << bit);
        expect(checkOrder(BOOK, OF_BERT, altered).ok).toBe(false);
        expect(refusal(altered)).not.toBe('taken');
      }),
    );
  });

  it('is bound to all that its binding names', () => {
    const reference = { bookDigest: BOOK.bookDigest, orderId: 'sto_1' };
    const signer = { bidderPublicKey: BERT.publicKey, sequence: 1 };
    const bindings = [
      orderBindingOf(reference, signer),
      orderBindingOf({ ...reference, bookDigest: 'x' }, signer),
      orderBindingOf({ ...reference, orderId: 'x' }, signer),
      orderBindingOf(reference, { ...signer, bidderPublicKey: 'x' }),
      orderBindingOf(reference, { ...signer, sequence: 2 }),
    ].map(bytesToHex);
    expect(new Set(bindings).size).toBe(bindings.length);
  });

  it('is frozen: version 2 writes these bytes for these inputs', () => {
    expect(sha256Hex(ORDER)).toBe('8dbe9bcef1775165b6ea53788f4733d46bb3272a03b4060698abee1a6876fd40');
  });
});

describe('sealOrder', () => {
  const order = {
    book: BOOK,
    orderId: 'sto_1',
    bidderSecretKey: BERT.secretKey,
    limit: LIMIT,
    randomness: filled(32, 1),
  };
  const steps = { steps: [{ priceMinor: '5', quantity: '10' }] };

  it('makes envelopes of one size for every limit', () => {
    const units = sealAnOrder({ formats: ['uniform-price', 'pay-as-bid'], limit: steps });
    expect(units.envelope).toHaveLength(ORDER.length);
  });

  it.each([
    ['no formats', [], LIMIT],
    ['a price for units', ['uniform-price'], LIMIT],
    ['steps for one item', ['second-price'], steps],
    ['a quantity at whatever price', ['uniform-price'], { nonCompetitiveQuantity: '3' }],
    ['a price of nothing', ['first-price'], { priceMinor: '0' }],
    ['one limit for items and units', ['second-price', 'uniform-price'], LIMIT],
  ] as const)('refuses %s', (_what, formats, limit) => {
    expect(sealOrder({ ...order, formats, limit })).toEqual({ ok: false, error: 'no-limit-of-the-formats' });
  });

  it('knows which formats one limit serves', () => {
    expect(shareALimit(['first-price', 'second-price'])).toBe(true);
    expect(shareALimit(['uniform-price', 'pay-as-bid'])).toBe(true);
    expect(shareALimit(['second-price', 'pay-as-bid'])).toBe(false);
  });
});

describe('a trustee', () => {
  const asked = (change: Partial<TrusteeOrder> = {}): string => {
    const order = trusteeOrder(1, ORDER, { auction: ADMITTING, owner: orderOwner() });
    const share = decryptShare({ ...order, ...change });
    return share.ok ? 'acted' : share.error;
  };

  it('acts on a standing order in the log of a closed auction that admits its book', () => {
    expect(asked()).toBe('acted');
  });

  it('does not act on one before the close, or outside the log', () => {
    expect(asked({ nowMs: 0 })).toBe('not-closed-yet');
    const { closing } = closedOver([{ envelope: seal({ auction: ADMITTING }).envelope, owner: OWNER }], {
      auction: ADMITTING,
    });
    expect(asked({ closing })).toBe('not-in-the-log');
  });

  it('does not act on one in an auction that does not admit its book', () => {
    const order = trusteeOrder(1, ORDER, { auction: AUCTION, owner: orderOwner() });
    expect(decryptShare(order)).toEqual({ ok: false, error: 'book-not-admitted' });
  });

  it('does not act on an entry whose order was altered', () => {
    const { logged } = trusteeOrder(1, ORDER, { auction: ADMITTING, owner: orderOwner() });
    const altered = { ...logged.entry, order: { bookDigest: BOOK.bookDigest, orderId: 'sto_2' } };
    expect(asked({ logged: { ...logged, entry: altered } })).toBe('not-in-the-log');
    const { order: _order, ...plain } = logged.entry;
    expect(asked({ logged: { ...logged, entry: plain } })).toBe('not-in-the-log');
  });

  it('does not decrypt an order for whoever logged it under another id', () => {
    const order = trusteeOrder(1, ORDER, { auction: ADMITTING, owner: orderOwner('sto_2') });
    expect(decryptShare(order)).toEqual({ ok: false, error: 'bound-elsewhere' });
  });
});

describe('a log with standing orders', () => {
  const annas = { envelope: seal({ auction: ADMITTING }).envelope, owner: OWNER };
  const berts = { envelope: ORDER, owner: orderOwner() };
  const read = (accepted: Parameters<typeof closedOver>[0]) => {
    const { closing, logged } = closedOver(accepted, { auction: ADMITTING });
    return readClosedLog(
      ADMITTING,
      closing,
      logged.map(({ entry }) => entry),
    );
  };

  it('has them among the entries that count', () => {
    const log = read([annas, berts]);
    expect(log.ok && log.value.live.map(({ entry }) => [entry.bidderId, entry.order?.orderId])).toEqual([
      [ANNA.id, undefined],
      [BERT.id, 'sto_1'],
    ]);
  });

  it('leaves one sealed that its bidder has revised by a bid', () => {
    const { envelope } = seal({
      auction: ADMITTING,
      bidderId: BERT.id,
      bidderSecretKey: BERT.secretKey,
      sequence: 2,
    });
    const owner = { bidderId: BERT.id, bidderPublicKey: BERT.publicKey, sequence: 2 };
    const log = read([berts, { envelope, owner }]);
    expect(log.ok && log.value.live.map(({ leafIndex }) => leafIndex)).toEqual([1]);
  });

  it('is not read when an order was entered twice, under whatever pseudonym', () => {
    const again = { ...berts, owner: { ...orderOwner(), bidderId: 'another' } };
    expect(read([berts, annas, again])).toEqual({ ok: false, error: 'order-entered-twice' });
  });

  it('opens an order to its limit', () => {
    const { closing, logged } = closedOver([annas, berts], { auction: ADMITTING });
    const shares = [1, 2].flatMap((index) => {
      const asked = trusteeOrder(index, ORDER, { auction: ADMITTING, owner: orderOwner() });
      const share = decryptShare({ ...asked, closing, logged: logged[1] ?? asked.logged });
      return share.ok ? [share.value] : [];
    });
    expect(openEnvelope(ADMITTING, orderOwner(), ORDER, shares)).toMatchObject({
      ok: true,
      value: { bid: LIMIT, wrongShares: [] },
    });
  });
});
