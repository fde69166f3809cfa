import { digestOf } from '#libs/kernel';
import { sealing } from './core/index.js';
import { OrderBooks } from './order-books.js';
import { orderSealingOf, type StandingOrderTerms } from './standing-order-terms.js';

const SECRET = new Uint8Array(32).fill(9);
const trustees = [1, 2, 3].map((byte) => ({
  id: `trustee-${String(byte)}`,
  publicKey: sealing.newTrusteeKey(new Uint8Array(64).fill(byte)).publicKey,
}));

const termsOf = (count: number, trusteeThreshold = 2): StandingOrderTerms => ({
  sealing: orderSealingOf({ trustees: trustees.slice(0, count), trusteeThreshold, secretKey: SECRET }),
  demandCohort: 5,
});

describe('the book of the trustees that are set', () => {
  it('is the same on every process, and another one for other trustees', () => {
    const digestFor = (terms: StandingOrderTerms) => new OrderBooks(terms).current()?.read.bookDigest;
    expect(digestFor(termsOf(3))).toBe(digestFor(termsOf(3)));
    expect(new Set([termsOf(3), termsOf(2), termsOf(3, 3)].map(digestFor)).size).toBe(3);
  });

  it('is none while no trustees are set: there is nobody to seal to', () => {
    const books = new OrderBooks(termsOf(0));
    expect(books.current()).toBeUndefined();
    expect(books.check('', { orderId: 'sto_1', bidderPublicKey: '' }, new Uint8Array())).toMatchObject({
      ok: false,
      error: { code: 'not-ready' },
    });
  });

  it('is admitted by announcements that are sealed as it is, and by no others', () => {
    const { sealing: scheme } = termsOf(3);
    const books = new OrderBooks(termsOf(3));
    const book = books.current();
    expect(scheme && books.admission(scheme)).toEqual({
      orderBookId: book?.document.bookId,
      orderBookDigest: digestOf(book?.document ?? null),
    });
    expect(scheme && books.admission({ ...scheme, paddedBytes: 16_384 })).toEqual({});
    expect(scheme && new OrderBooks(termsOf(0)).admission(scheme)).toEqual({});
  });
});
