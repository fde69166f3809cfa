import { digestOf, type Json } from '#libs/kernel';
import { orderBookOf, readOrderBook } from './order-book.js';
import { readSealedAuction } from './sealed-auction.js';
import { announcementOf, TRUSTEES } from './sealing-fixture.js';
import { admittingAnnouncementOf, BOOK, bookDocumentOf } from './standing-order-fixture.js';

const DOCUMENT = bookDocumentOf();

describe('a book of standing orders', () => {
  it('is named by its digest and read for its trustees', () => {
    const { trustees, ...rest } = BOOK;
    expect(trustees.map(({ id }) => id)).toEqual(TRUSTEES.slice(0, 3).map(({ id }) => id));
    expect(rest).toEqual({
      bookId: 'book-1',
      bookDigest: digestOf(DOCUMENT),
      threshold: 2,
      paddedBytes: 1_024,
    });
    expect(orderBookOf('book-1', DOCUMENT.sealing)).toEqual(DOCUMENT);
  });

  it.each<[string, Json, string]>([
    ['what is no book', null, ''],
    ['another document', { ...DOCUMENT, document: 'auction-announcement' }, '/document'],
    ['a book without a name', { ...DOCUMENT, bookId: '' }, '/bookId'],
    ['more in it', { ...DOCUMENT, auctionId: 'auc_1' }, ''],
    [
      'a trustee twice',
      JSON.parse(
        JSON.stringify({
          ...DOCUMENT,
          sealing: { ...DOCUMENT.sealing, trustees: Array(2).fill(DOCUMENT.sealing.trustees[0]) },
        }),
      ) as Json,
      '/sealing/trustees/1',
    ],
    [
      'more trustees needed than there are',
      { ...DOCUMENT, sealing: { ...DOCUMENT.sealing, threshold: 4 } },
      '/sealing/threshold',
    ],
    [
      'a book that admits a book',
      { ...DOCUMENT, sealing: { ...admittingAnnouncementOf().sealing } },
      '/sealing',
    ],
  ])('is refused: %s', (_what, document, path) => {
    expect(readOrderBook(document)).toMatchObject({ ok: false, error: { path } });
  });
});

describe('an announcement that admits a book', () => {
  const announcement = admittingAnnouncementOf();
  const admitting = (change: object): Json =>
    JSON.parse(JSON.stringify({ ...announcement, sealing: { ...announcement.sealing, ...change } })) as Json;

  it('states it by name and digest', () => {
    expect(readSealedAuction(announcement)).toMatchObject({
      ok: true,
      value: { orderBookDigest: BOOK.bookDigest },
    });
  });

  it('admits none when it names none', () => {
    const auction = readSealedAuction(announcementOf());
    expect(auction.ok && auction.value.orderBookDigest).toBeUndefined();
  });

  it.each([
    ['other trustees', bookDocumentOf({ trusteeCount: 4 })],
    ['another threshold', bookDocumentOf({ threshold: 3 })],
    ['another padding', bookDocumentOf({ paddedBytes: 4_096 })],
    ['another name', bookDocumentOf({}, 'book-2')],
    ['another log key', orderBookOf('book-1', { ...DOCUMENT.sealing, logPublicKey: 'ab'.repeat(32) })],
  ])('is refused with a book of %s', (_what, book) => {
    expect(readSealedAuction(admitting({ orderBookDigest: digestOf(book) }))).toMatchObject({
      ok: false,
      error: { path: '/sealing/orderBookDigest' },
    });
  });

  it.each([
    ['its name alone', { orderBookDigest: undefined }, '/sealing/orderBookDigest'],
    ['its digest alone', { orderBookId: undefined }, '/sealing/orderBookId'],
  ])('is refused with %s', (_what, change, path) => {
    expect(readSealedAuction(admitting(change))).toMatchObject({ ok: false, error: { path } });
  });
});
