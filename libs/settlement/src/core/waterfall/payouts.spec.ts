import fc from 'fast-check';
import { assert } from '#libs/kernel';
import { finalPayout, provisionalPayout } from './provisional-payout.js';
import { recover, settlePayee } from './recovery.js';
import { reverseSource, type SourceLine } from './reversal.js';

const PPB = 1_000_000_000;

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n);

describe('provisionalPayout', () => {
  it('pays the lower bound now and holds the rest', () => {
    const shares = [
      { key: 'alice', lowerPpb: 400_000_000 },
      { key: 'bob', lowerPpb: 250_000_000 },
    ];
    expect(provisionalPayout(1_001n, shares)).toEqual({
      lines: [
        { key: 'alice', paidMinor: 400n },
        { key: 'bob', paidMinor: 250n },
      ],
      heldMinor: 351n,
    });
  });
});

describe('finalPayout', () => {
  it('pays out what was held when nobody disputed', () => {
    const shares = [
      { key: 'alice', weightPpb: 600_000_000, paidMinor: 400n },
      { key: 'bob', weightPpb: 400_000_000, paidMinor: 250n },
    ];
    expect(finalPayout(1_000n, shares)).toEqual([
      { key: 'alice', shareMinor: 600n, payNowMinor: 200n, owedMinor: 0n, overpaidMinor: 0n },
      { key: 'bob', shareMinor: 400n, payNowMinor: 150n, owedMinor: 0n, overpaidMinor: 0n },
    ]);
  });

  it('pays what there is when a dispute took a share below what was paid, and owes the rest', () => {
    const shares = [
      { key: 'alice', weightPpb: 100_000_000, paidMinor: 400n },
      { key: 'bob', weightPpb: 900_000_000, paidMinor: 250n },
    ];
    expect(finalPayout(1_000n, shares)).toEqual([
      { key: 'alice', shareMinor: 100n, payNowMinor: 0n, owedMinor: 0n, overpaidMinor: 300n },
      { key: 'bob', shareMinor: 900n, payNowMinor: 350n, owedMinor: 300n, overpaidMinor: 0n },
    ]);
  });

  it('adds up, whatever was bounded, paid and decided', () => {
    const anyShares = fc.array(
      fc.tuple(fc.integer({ min: 0, max: PPB / 10 }), fc.integer({ min: 0, max: 10 })),
      { minLength: 1, maxLength: 10 },
    );
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 12n }), anyShares, (total, pairs) => {
        fc.pre(pairs.some(([, weight]) => weight > 0));
        const weightSum = pairs.reduce((all, [, weight]) => all + weight, 0);
        const { lines, heldMinor } = provisionalPayout(
          total,
          pairs.map(([lowerPpb], index) => ({ key: String(index), lowerPpb })),
        );
        expect(sum(lines.map(({ paidMinor }) => paidMinor)) + heldMinor).toBe(total);
        const decided = pairs.map(([, weight], index) => ({
          key: String(index),
          weightPpb: Math.floor((weight * PPB) / weightSum),
          paidMinor: lines[index]?.paidMinor ?? 0n,
        }));
        const final = finalPayout(total, decided);
        expect(sum(final.map(({ shareMinor }) => shareMinor))).toBe(total);
        expect(sum(final.map(({ payNowMinor }) => payNowMinor))).toBe(heldMinor);
        expect(sum(final.map(({ owedMinor }) => owedMinor))).toBe(
          sum(final.map(({ overpaidMinor }) => overpaidMinor)),
        );
        final.forEach(({ shareMinor, payNowMinor, owedMinor, overpaidMinor }, index) => {
          expect(owedMinor >= 0n && overpaidMinor >= 0n).toBe(true);
          expect((lines[index]?.paidMinor ?? 0n) + payNowMinor + owedMinor - overpaidMinor).toBe(shareMinor);
        });
      }),
    );
  });
});

const line = (lineId: string, amountMinor: bigint): SourceLine => ({
  lineId,
  payee: `payee of ${lineId}`,
  amountMinor,
});

const anySource = fc
  .array(fc.bigInt({ min: 0n, max: 5_000n }), { minLength: 1, maxLength: 8 })
  .filter((amounts) => amounts.some((amount) => amount > 0n))
  .map((amounts) => amounts.map((amount, index) => line(`line ${String(index)}`, amount)));

describe('reverseSource', () => {
  it('takes a refund back from the lines that it paid, in proportion', () => {
    const source = [line('fee', 50n), line('alice', 570n), line('bob', 380n)];
    expect(reverseSource(source, 0n, 100n)).toMatchObject({
      ok: true,
      value: [
        { lineId: 'fee', payee: 'payee of fee', amountMinor: 5n },
        { lineId: 'alice', amountMinor: 57n },
        { lineId: 'bob', amountMinor: 38n },
      ],
    });
  });

  it('restores every line exactly when partial refunds add up to the whole', () => {
    const cuts = fc.array(fc.bigInt({ min: 0n, max: 40_000n }), { maxLength: 6 });
    fc.assert(
      fc.property(anySource, cuts, (source, places) => {
        const total = sum(source.map(({ amountMinor }) => amountMinor));
        const edges = [...new Set([0n, total, ...places.map((place) => place % total)])].sort((a, b) =>
          a < b ? -1 : 1,
        );
        const taken = new Map<string, bigint>();
        for (const [index, edge] of edges.slice(1).entries()) {
          const before = edges[index] ?? 0n;
          const reversal = reverseSource(source, before, edge - before);
          assert(reversal.ok, 'the cuts stay within the source');
          expect(sum(reversal.value.map(({ amountMinor }) => amountMinor))).toBe(edge - before);
          for (const { lineId, amountMinor } of reversal.value) {
            expect(amountMinor > 0n).toBe(true);
            taken.set(lineId, (taken.get(lineId) ?? 0n) + amountMinor);
          }
        }
        for (const { lineId, amountMinor } of source) expect(taken.get(lineId) ?? 0n).toBe(amountMinor);
      }),
    );
  });

  it('refuses more than there was, and nothing', () => {
    const source = [line('alice', 100n)];
    expect(reverseSource(source, 60n, 41n)).toEqual({ ok: false, error: 'refund-exceeds-source' });
    expect(reverseSource(source, 0n, 0n)).toEqual({ ok: false, error: 'refund-not-positive' });
  });
});

describe('recover', () => {
  const there = { escrowMinor: 30n, pendingMinor: 20n, receivableLimitMinor: 40n };

  it('takes from escrow, then the pending balance, then the payee, then the platform', () => {
    expect(recover(25n, there)).toEqual([{ from: 'escrow', amountMinor: 25n }]);
    expect(recover(100n, there)).toEqual([
      { from: 'escrow', amountMinor: 30n },
      { from: 'pending-balance', amountMinor: 20n },
      { from: 'receivable', amountMinor: 40n },
      { from: 'platform-loss', amountMinor: 10n },
    ]);
  });

  it('lets a payee owe without limit, or not at all', () => {
    expect(recover(100n, { ...there, receivableLimitMinor: null }).at(-1)).toEqual({
      from: 'receivable',
      amountMinor: 50n,
    });
    expect(recover(100n, { ...there, receivableLimitMinor: 0n }).at(-1)).toEqual({
      from: 'platform-loss',
      amountMinor: 50n,
    });
  });
});

describe('settlePayee', () => {
  const even = { carriedMinor: 0n, receivableMinor: 0n };

  it('pays from the minimum on, and carries what is less', () => {
    expect(settlePayee(even, 999n, 1_000n)).toMatchObject({ paidMinor: 0n, carriedMinor: 999n });
    expect(settlePayee({ ...even, carriedMinor: 999n }, 1n, 1_000n)).toMatchObject({
      paidMinor: 1_000n,
      carriedMinor: 0n,
    });
  });

  it('sets what is earned against what is owed first', () => {
    expect(settlePayee({ ...even, receivableMinor: 300n }, 500n, 0n)).toEqual({
      recoveredMinor: 300n,
      receivableMinor: 0n,
      paidMinor: 200n,
      carriedMinor: 0n,
    });
  });

  it('takes a reversal from the pending balance before it makes a debt', () => {
    expect(settlePayee({ ...even, carriedMinor: 120n }, -200n, 0n)).toEqual({
      recoveredMinor: 0n,
      receivableMinor: 80n,
      paidMinor: 0n,
      carriedMinor: 0n,
    });
  });

  it('loses nothing', () => {
    const amount = fc.bigInt({ min: 0n, max: 1_000n });
    fc.assert(
      fc.property(
        amount,
        amount,
        fc.bigInt({ min: -1_000n, max: 1_000n }),
        amount,
        (carried, owed, earned, minimum) => {
          const after = settlePayee({ carriedMinor: carried, receivableMinor: owed }, earned, minimum);
          expect(after.paidMinor + after.carriedMinor - after.receivableMinor).toBe(carried - owed + earned);
          expect(Object.values(after).every((figure) => figure >= 0n)).toBe(true);
        },
      ),
    );
  });
});
