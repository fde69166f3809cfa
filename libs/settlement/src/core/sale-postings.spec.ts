import * as fc from 'fast-check';
import { PPB } from '#core/attribution';
import { accountKey, partyAccount, planPosting, type PostingRequest, systemAccount } from '#core/ledger';
import { asCurrency, asId, assert, assertDefined, encodeId } from '#libs/kernel';
import { heldBack, holdbackRelease } from './holdback.js';
import { type Proceeds, splitProceeds } from './proceeds.js';
import {
  bondPostings,
  collectPosting,
  distributePostings,
  forfeitPosting,
  holdbackPosting,
  refundPosting,
  type SaleMoney,
} from './sale-postings.js';
import { isResolved, SALE_STATES, type SaleState, saleTransition } from './sale-states.js';

const EUR = asCurrency('EUR');
const uuid = (index: number): string => `019a0000-0000-7000-8000-${index.toString(16).padStart(12, '0')}`;
const AUCTION = asId('auction', uuid(1));
const SELLER = asId('party', uuid(2));
const ESCROW = accountKey(systemAccount(EUR, 'escrow'));
const buyer = (index: number) => asId('party', uuid(100 + index));
const keyOf = (party: ReturnType<typeof buyer>, purpose: 'available' | 'deposit'): string =>
  accountKey(partyAccount(party, EUR, purpose));

const saleOf = (index: number, priceMinor: bigint, depositMinor: bigint): SaleMoney => ({
  saleId: asId('sale', uuid(1_000 + index)),
  buyerId: buyer(index),
  sellerId: SELLER,
  currency: EUR,
  priceMinor,
  depositMinor,
});

function proceeds(grossMinor: bigint): Proceeds {
  const shares = [600_000_000, 399_999_999, 1].map((weightPpb, index) => ({
    partyId: asId('party', uuid(10 + index)),
    weightPpb,
  }));
  assert(shares.reduce((sum, { weightPpb }) => sum + weightPpb, 0) === PPB, 'the shares are whole');
  const split = splitProceeds({ grossMinor, feeBps: 500, shares });
  assert(split.ok, 'expected proceeds');
  return split.value;
}

/** The simplest ledger there is. Every step must leave everybody at zero or above. */
class Accounts {
  readonly #balances = new Map<string, bigint>();
  readonly #keys = new Set<string>();
  /** What left deposits, by where it went. */
  readonly moved = new Map<string, bigint>();

  of(key: string): bigint {
    return this.#balances.get(key) ?? 0n;
  }

  add(key: string, amountMinor: bigint): void {
    this.#balances.set(key, this.of(key) + amountMinor);
    assert(this.of(key) >= 0n, `${key} is overdrawn`);
  }

  book(requests: readonly PostingRequest[]): void {
    for (const request of requests) {
      assert(planPosting(request).ok && !this.#keys.has(request.key), `booked once: ${request.key}`);
      this.#keys.add(request.key);
      for (const { from, to, amountMinor } of request.transfers) {
        this.add(accountKey(from), -amountMinor);
        this.add(accountKey(to), amountMinor);
        if (from.purpose === 'deposit') {
          const way = `${accountKey(from)} → ${accountKey(to)}`;
          this.moved.set(way, (this.moved.get(way) ?? 0n) + amountMinor);
        }
      }
    }
  }

  total(): bigint {
    return [...this.#balances.values()].reduce((sum, amount) => sum + amount, 0n);
  }
}

describe('collectPosting', () => {
  const collected = (priceMinor: bigint, depositMinor: bigint) =>
    collectPosting(saleOf(0, priceMinor, depositMinor)).flatMap(({ transfers }) =>
      transfers.map(({ from, to, amountMinor }) => [from.purpose, to.purpose, amountMinor]),
    );

  it('takes the deposit and the rest of the price', () => {
    expect(collected(1_000n, 300n)).toEqual([
      ['deposit', 'escrow', 300n],
      ['available', 'escrow', 700n],
    ]);
  });

  it('gives back what the price leaves of the deposit', () => {
    expect(collected(1_000n, 1_200n)).toEqual([
      ['deposit', 'escrow', 1_000n],
      ['deposit', 'available', 200n],
    ]);
  });

  it('is none when nothing moves', () => {
    expect(collectPosting(saleOf(0, 0n, 0n))).toEqual([]);
  });
});

describe('bondPostings', () => {
  const bond = { auctionId: AUCTION, sellerId: SELLER, currency: EUR, bondMinor: 100n };
  const given = (...prices: readonly bigint[]) =>
    bondPostings(
      bond,
      prices.map((price, index) => saleOf(index, price, 0n)),
    ).flatMap(({ kind, transfers }) => transfers.map(({ amountMinor }) => [kind, amountMinor]));

  it('goes back to the seller', () => {
    expect(given()).toEqual([['settlement-bond-return', 100n]]);
  });

  it('goes to the buyers who were refunded, by price, by largest remainder', () => {
    // 66.67 and 33.33
    expect(given(20n, 10n)).toEqual([
      ['settlement-bond-forfeit', 67n],
      ['settlement-bond-forfeit', 33n],
    ]);
  });

  it('goes to them in equal parts when they had nothing to pay', () => {
    expect(given(0n, 0n)).toEqual([
      ['settlement-bond-forfeit', 50n],
      ['settlement-bond-forfeit', 50n],
    ]);
  });

  it('goes in as many postings as the ledger asks for', () => {
    const refunded = Array.from({ length: 2_500 }, (_, index) => saleOf(index, 1n, 0n));
    const postings = bondPostings({ ...bond, bondMinor: 2_500n }, refunded);
    expect(postings.map(({ transfers }) => transfers.length)).toEqual([1_000, 1_000, 500]);
    const reference = encodeId('auction', AUCTION);
    expect(postings.map(({ key }) => key)).toEqual([
      `settle-${reference}-bond-forfeit`,
      `settle-${reference}-bond-forfeit-2`,
      `settle-${reference}-bond-forfeit-3`,
    ]);
  });
});

/** An auction whose sales walk at random, with its money. */
class Walk {
  readonly states: SaleState[];
  readonly accounts = new Accounts();
  readonly #sales: readonly SaleMoney[];
  isSettled = false;

  constructor(
    prices: readonly bigint[],
    readonly depositMinor: bigint,
    readonly bondMinor: bigint,
    readonly holdbackBps: number,
    readonly scoreNow: number,
  ) {
    this.#sales = prices.map((price, index) => saleOf(index, price, depositMinor));
    this.states = prices.map(() => 'due');
    for (const { buyerId, priceMinor } of this.#sales) {
      this.accounts.add(keyOf(buyerId, 'deposit'), depositMinor);
      this.accounts.add(keyOf(buyerId, 'available'), priceMinor);
    }
    this.accounts.add(keyOf(SELLER, 'deposit'), bondMinor);
  }

  move(index: number, to: SaleState): void {
    const sale = assertDefined(this.#sales[index], 'there is such a sale');
    if (!saleTransition(assertDefined(this.states[index], 'it has a state'), to).ok) return;
    if (to === 'released' && !this.isSettled) return;
    this.states[index] = to;
    this.accounts.book(this.#postings(sale, to));
    if (!this.isSettled && this.states.every(isResolved)) this.#settle();
  }

  #postings(sale: SaleMoney, to: SaleState): readonly PostingRequest[] {
    if (to === 'paid') return collectPosting(sale);
    if (to === 'defaulted') return forfeitPosting(sale);
    if (to === 'refunded') return refundPosting(sale);
    if (to !== 'released') return [];
    const { refundMinor, releaseMinor } = holdbackRelease({
      heldMinor: heldBack(sale.priceMinor, this.holdbackBps),
      scoreAtSale: 8_000,
      scoreNow: this.scoreNow,
      tolerance: 200,
    });
    return holdbackPosting(sale, refundMinor, proceeds(releaseMinor));
  }

  #settle(): void {
    const of = (state: SaleState): readonly SaleMoney[] =>
      this.#sales.filter((_, index) => this.states[index] === state);
    const gross = of('accepted').reduce(
      (sum, { priceMinor }) => sum + priceMinor - heldBack(priceMinor, this.holdbackBps),
      0n,
    );
    const bond = { auctionId: AUCTION, sellerId: SELLER, currency: EUR, bondMinor: this.bondMinor };
    this.accounts.book([
      ...distributePostings(AUCTION, EUR, proceeds(gross)),
      ...bondPostings(bond, of('refunded')),
    ]);
    this.isSettled = true;
  }

  /** Every sale goes on to an end of its own. */
  finish(): void {
    for (const _ of SALE_STATES)
      for (const index of this.states.keys()) for (const to of SALE_STATES) this.move(index, to);
  }

  /** What escrow has to hold, told from the states alone. */
  escrowDue(): bigint {
    return this.#sales.reduce((sum, { priceMinor }, index) => {
      const state = this.states[index];
      if (state === 'paid' || state === 'delivered' || state === 'contested') return sum + priceMinor;
      if (state !== 'accepted') return sum;
      return sum + (this.isSettled ? heldBack(priceMinor, this.holdbackBps) : priceMinor);
    }, 0n);
  }

  /** Each buyer's deposit: what is held of it, was applied to the price, forfeited, or given back. */
  depositParts(index: number): readonly bigint[] {
    const from = keyOf(buyer(index), 'deposit');
    const ways = [ESCROW, keyOf(SELLER, 'available'), keyOf(buyer(index), 'available')];
    return [this.accounts.of(from), ...ways.map((to) => this.accounts.moved.get(`${from} → ${to}`) ?? 0n)];
  }
}

const amount = fc.oneof(fc.bigInt({ min: 0n, max: 50n }), fc.bigInt({ min: 0n, max: 10n ** 12n }));

describe('the money of an auction whose sales go any way', () => {
  it('is conserved at every step, and every part of it stands where the states say', () => {
    fc.assert(
      fc.property(
        fc.array(amount, { minLength: 1, maxLength: 5 }),
        amount,
        amount,
        fc.integer({ min: 0, max: 5_000 }),
        fc.integer({ min: 0, max: 10_000 }),
        fc.array(fc.tuple(fc.nat(4), fc.constantFrom(...SALE_STATES)), { maxLength: 120 }),
        (prices, deposit, bond, holdbackBps, scoreNow, wishes) => {
          const walk = new Walk(prices, deposit, bond, holdbackBps, scoreNow);
          const total = walk.accounts.total();
          for (const [index, to] of wishes) {
            walk.move(index % prices.length, to);
            expect(walk.accounts.total()).toBe(total);
            expect(walk.accounts.of(ESCROW)).toBe(walk.escrowDue());
            expect(walk.accounts.of(keyOf(SELLER, 'deposit'))).toBe(walk.isSettled ? 0n : bond);
            for (const [at, state] of walk.states.entries()) {
              const parts = walk.depositParts(at);
              expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(deposit);
              expect(parts[0]).toBe(state === 'due' ? deposit : 0n);
              expect(parts[2]).toBe(state === 'defaulted' ? deposit : 0n);
            }
          }
          walk.finish();
          expect([walk.isSettled, walk.accounts.of(ESCROW)]).toEqual([true, 0n]);
          expect(walk.accounts.total()).toBe(total);
        },
      ),
      { numRuns: 300 },
    );
  });
});
