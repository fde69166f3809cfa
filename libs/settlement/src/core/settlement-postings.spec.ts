import * as fc from 'fast-check';
import { PPB } from '#core/attribution';
import { accountKey, type Line, planPosting } from '#core/ledger';
import { asCurrency, asId, assert } from '#libs/kernel';
import { splitProceeds } from './proceeds.js';
import { type SaleToBook, settlementPostings } from './settlement-postings.js';

const uuid = (index: number): string => `019a0000-0000-7000-8000-${index.toString(16).padStart(12, '0')}`;
const WINNER = asId('party', uuid(9));
const AUCTION = `auc_${uuid(1).replaceAll('-', '')}`;

function sale(priceMinor: bigint, depositMinor: bigint, feeBps = 500): SaleToBook {
  const shares = [600_000_000, 399_999_999, 1].map((weightPpb, index) => ({
    partyId: asId('party', uuid(10 + index)),
    weightPpb,
  }));
  assert(shares.reduce((sum, { weightPpb }) => sum + weightPpb, 0) === PPB, 'the shares are whole');
  const proceeds = splitProceeds({ grossMinor: priceMinor, feeBps, shares });
  assert(proceeds.ok, 'expected proceeds');
  return {
    auctionId: asId('auction', uuid(1)),
    winnerId: WINNER,
    currency: asCurrency('EUR'),
    depositMinor,
    proceeds: proceeds.value,
  };
}

const linesOf = (toBook: SaleToBook): readonly Line[] =>
  settlementPostings(toBook).flatMap((request) => {
    const posting = planPosting(request);
    assert(posting.ok, 'a settlement is a posting');
    return posting.value.lines;
  });

/** What each account gains or loses over both transactions. */
const netOf = (toBook: SaleToBook): Readonly<Record<string, bigint>> => {
  const net: Record<string, bigint> = {};
  for (const { account, amountMinor } of linesOf(toBook))
    net[accountKey(account)] = (net[accountKey(account)] ?? 0n) + amountMinor;
  return net;
};

const amounts = fc.tuple(
  fc.bigInt({ min: 0n, max: 10n ** 12n }),
  fc.bigInt({ min: 0n, max: 10n ** 12n }),
  fc.integer({ min: 0, max: 10_000 }),
);

describe('settlementPostings', () => {
  it('takes the deposit and the rest of the price from the winner', () => {
    expect(netOf(sale(1_000n, 300n))).toMatchObject({
      [`${WINNER}/EUR/deposit`]: -300n,
      [`${WINNER}/EUR/available`]: -700n,
      'system/EUR/platform-fees': 50n,
    });
  });

  it('gives back what the price leaves of the deposit', () => {
    expect(netOf(sale(1_000n, 1_200n))).toMatchObject({
      [`${WINNER}/EUR/deposit`]: -1_200n,
      [`${WINNER}/EUR/available`]: 200n,
    });
  });

  it('is keyed and referred to by the auction', () => {
    expect(settlementPostings(sale(1_000n, 300n))).toMatchObject([
      { key: `settle-${AUCTION}-collect`, kind: 'settlement-collect', reference: AUCTION },
      { key: `settle-${AUCTION}-distribute`, kind: 'settlement-distribute', reference: AUCTION },
    ]);
  });

  it('takes from the winner the price, leaves escrow as it was, pays out the price', () => {
    fc.assert(
      fc.property(amounts, ([price, deposit, feeBps]) => {
        const net = netOf(sale(price, deposit, feeBps));
        const {
          [`${WINNER}/EUR/deposit`]: locked = 0n,
          [`${WINNER}/EUR/available`]: free = 0n,
          'system/EUR/escrow': escrow = 0n,
          ...paid
        } = net;
        expect(locked).toBe(-deposit);
        expect(locked + free).toBe(-price);
        expect(escrow).toBe(0n);
        expect(Object.values(paid).reduce((sum, amount) => sum + amount, 0n)).toBe(price);
      }),
    );
  });

  it('never overdraws escrow or the deposit on the way', () => {
    fc.assert(
      fc.property(amounts, ([price, deposit, feeBps]) => {
        const balances = new Map([[`${WINNER}/EUR/deposit`, deposit]]);
        for (const { account, amountMinor } of linesOf(sale(price, deposit, feeBps))) {
          const key = accountKey(account);
          balances.set(key, (balances.get(key) ?? 0n) + amountMinor);
          if (account.purpose !== 'available') expect((balances.get(key) ?? -1n) >= 0n).toBe(true);
        }
      }),
    );
  });

  it('leaves out transactions that would move nothing', () => {
    expect(settlementPostings(sale(0n, 0n))).toEqual([]);
    expect(settlementPostings(sale(0n, 5n)).map(({ kind }) => kind)).toEqual(['settlement-collect']);
  });
});
