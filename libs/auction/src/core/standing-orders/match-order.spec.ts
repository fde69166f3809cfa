import * as fc from 'fast-check';
import { asCurrency } from '#libs/kernel';
import { type LotFacts, matchOrder, type OrderCriteria } from './match-order.js';

const EUR = asCurrency('EUR');
const DAY_MS = 86_400_000;

const ORDER: OrderCriteria = {
  bookDigest: 'book',
  lotKind: 'weights',
  formats: ['first-price', 'second-price'],
  domain: 'web',
  currency: EUR,
  revenueMinMinor: 1_000n,
  revenueMaxMinor: 5_000n,
  decayBand: '1-to-2-years',
  depositMaxMinor: 100n,
  expiresAtMs: 10 * DAY_MS,
};

const LOT: LotFacts = {
  bookDigest: 'book',
  lotKind: 'weights',
  format: 'second-price',
  currency: EUR,
  depositMinor: 100n,
  closesAtMs: 10 * DAY_MS,
  uses: [
    { domain: 'web', revenuePerMonthMinor: 5_000n, halfLifeYears: 1.5 },
    { domain: 'mail', revenuePerMonthMinor: 9_000n, halfLifeYears: null },
  ],
};

describe('matchOrder', () => {
  it('matches a lot that is all that is asked for, ends of ranges included', () => {
    expect(matchOrder(ORDER, LOT)).toBe('matches');
    expect(matchOrder({ ...ORDER, revenueMinMinor: 5_000n }, LOT)).toBe('matches');
  });

  it.each<[string, Partial<OrderCriteria>, Partial<LotFacts>]>([
    ['book', { bookDigest: 'other' }, {}],
    ['book', {}, { bookDigest: undefined }],
    ['lot-kind', { lotKind: 'usage-licence' }, {}],
    ['format', { formats: ['first-price'] }, {}],
    ['format', {}, { format: 'vcg' }],
    ['currency', { currency: asCurrency('USD') }, {}],
    ['deposit', {}, { depositMinor: 101n }],
    ['expiry', {}, { closesAtMs: 10 * DAY_MS + 1 }],
    ['domain', { domain: 'spam' }, {}],
    ['domain', { domain: null }, { uses: [] }],
    ['revenue', { revenueMinMinor: 5_001n }, {}],
    ['revenue', { revenueMaxMinor: 4_999n }, {}],
    ['decay', { decayBand: '2-to-5-years' }, {}],
  ])('does not match for the %s', (reason, order, lot) => {
    expect(matchOrder({ ...ORDER, ...order }, { ...LOT, ...lot })).toBe(reason);
  });

  it('takes the whole lot for an order for any domain: all revenue, the shortest half-life', () => {
    const any = { ...ORDER, domain: null, revenueMinMinor: 14_000n, revenueMaxMinor: 14_000n };
    expect(matchOrder(any, LOT)).toBe('matches');
    const uses = LOT.uses.map((use) => ({ ...use, halfLifeYears: null }));
    expect(matchOrder({ ...any, decayBand: 'over-5-years' }, { ...LOT, uses })).toBe('matches');
  });

  it('looks at nothing in a domain that the order does not name', () => {
    fc.assert(
      fc.property(
        fc.bigInt(0n, 10n ** 12n),
        fc.option(fc.double({ min: 0, max: 10, noNaN: true })),
        (r, h) => {
          const [web] = LOT.uses;
          const uses = [{ domain: 'mail', revenuePerMonthMinor: r, halfLifeYears: h }, ...(web ? [web] : [])];
          expect(matchOrder(ORDER, { ...LOT, uses })).toBe('matches');
        },
      ),
    );
  });

  it('matches whatever a stricter order matches', () => {
    const amount = fc.bigInt(0n, 10_000n);
    fc.assert(
      fc.property(amount, amount, amount, (min, max, revenue) => {
        const uses = [{ domain: 'web', revenuePerMonthMinor: revenue, halfLifeYears: 1.5 }];
        const strict = { ...ORDER, revenueMinMinor: min, revenueMaxMinor: max };
        fc.pre(matchOrder(strict, { ...LOT, uses }) === 'matches');
        const lax = { ...strict, revenueMinMinor: 0n, revenueMaxMinor: null, decayBand: null };
        expect(matchOrder(lax, { ...LOT, uses })).toBe('matches');
        expect(matchOrder({ ...lax, domain: null }, { ...LOT, uses })).toBe('matches');
      }),
    );
  });
});
