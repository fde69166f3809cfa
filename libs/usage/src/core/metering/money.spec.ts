import fc from 'fast-check';
import { type AccountRef, accountKey, planPosting } from '#core/ledger';
import { asCurrency, asId } from '#libs/kernel';
import { firstUncovered } from './first-uncovered.js';
import { type BookedReceipt, usagePostings } from './usage-postings.js';

const EUR = asCurrency('EUR');
const [ANNA, BERT] = ['a', 'b'].map((name) => asId('party', name));

const receipts = fc.array(
  fc.record({
    digest: fc.uuid(),
    kind: fc.constantFrom('charge' as const, 'refund' as const),
    payerId: fc.constantFrom(asId('party', 'a'), asId('party', 'b')),
    amountMinor: fc.bigInt(0n, 50n),
  }),
  { maxLength: 12 },
);

/** What the postings move out of and into each account. */
function sums(booked: readonly BookedReceipt[]): ReadonlyMap<string, bigint> {
  const balances = new Map<string, bigint>();
  const add = (account: AccountRef, amount: bigint): void => {
    balances.set(accountKey(account), (balances.get(accountKey(account)) ?? 0n) + amount);
  };
  for (const { transfers } of usagePostings(booked, EUR, 'mtr_1'))
    for (const { from, to, amountMinor } of transfers) {
      add(from, -amountMinor);
      add(to, amountMinor);
    }
  return balances;
}

describe('the money of receipts', () => {
  it('goes from payers to the metered revenue, and back with a refund', () => {
    const booked: BookedReceipt[] = [
      { digest: '1', kind: 'charge', payerId: asId('party', 'a'), amountMinor: 100n },
      { digest: '2', kind: 'refund', payerId: asId('party', 'a'), amountMinor: 30n },
      { digest: '3', kind: 'charge', payerId: asId('party', 'b'), amountMinor: 5n },
      { digest: '4', kind: 'charge', payerId: asId('party', 'b'), amountMinor: 0n },
    ];
    expect([...sums(booked)]).toEqual([
      ['a/EUR/available', -70n],
      ['system/EUR/metered-revenue', 75n],
      ['b/EUR/available', -5n],
    ]);
  });

  it('is booked by valid postings, one a payer, with a key of the receipts themselves', () => {
    fc.assert(
      fc.property(receipts, (booked) => {
        const postings = usagePostings(booked, EUR, 'mtr_1');
        expect(postings.every((posting) => planPosting(posting).ok)).toBe(true);
        expect(postings.length).toBeLessThanOrEqual(2);
        expect(new Set(postings.map(({ key }) => key)).size).toBe(postings.length);
        expect(usagePostings(booked, EUR, 'mtr_1')).toEqual(postings);
      }),
    );
  });

  it('covers a delivery exactly when no payer falls below nothing on the way', () => {
    fc.assert(
      fc.property(receipts, fc.bigInt(0n, 120n), fc.bigInt(0n, 120n), (booked, anna, bert) => {
        const found = firstUncovered(
          booked,
          new Map([
            [asId('party', 'a'), anna],
            [asId('party', 'b'), bert],
          ]),
        );
        const isCovered = (count: number): boolean =>
          [
            [ANNA, anna],
            [BERT, bert],
          ].every(([payer, start]) => {
            let left = start as bigint;
            return booked.slice(0, count).every(({ kind, payerId, amountMinor }) => {
              if (payerId === payer) left += kind === 'charge' ? -amountMinor : amountMinor;
              return left >= 0n;
            });
          });
        expect(isCovered(found ?? booked.length)).toBe(true);
        if (found !== undefined) expect(isCovered(found + 1)).toBe(false);
      }),
    );
  });
});
