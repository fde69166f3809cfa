import * as fc from 'fast-check';
import { type QuantityClaim, shareProRata } from './share-pro-rata.js';

const claimsOf = (quantities: readonly number[]): QuantityClaim[] =>
  quantities.map((quantity, at) => ({ name: `bid-${String(at)}`, quantity: BigInt(quantity) }));

const share = (available: number, quantities: readonly number[], tieSeed = 'seed'): number[] =>
  shareProRata(BigInt(available), claimsOf(quantities), tieSeed).map(Number);

const anyClaims = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 8 });
const anyAvailable = fc.integer({ min: 0, max: 60 });

describe('shareProRata', () => {
  it('gives everybody all when there is enough', () => {
    expect(share(10, [3, 4])).toEqual([3, 4]);
  });

  // European Central Bank, The implementation of monetary policy in the euro area, annex 1, example 1: 75 %.
  it.each([[105, [30, 40, 70], [22, 30, 53], [23, 30, 52]]])(
    'shares %d among %j by 75 %%, the half to one of those who have one',
    (available, asked, one, other) => {
      expect([one, other]).toContainEqual(share(available, asked));
    },
  );

  it('gives what is left to the largest remainder', () => {
    // 10 × 6/14 = 4.29, 10 × 5/14 = 3.57, 10 × 3/14 = 2.14
    expect(share(10, [6, 5, 3])).toEqual([4, 4, 2]);
  });

  it('lets the seed decide between equal remainders, and nothing else', () => {
    const winners = Array.from({ length: 40 }, (_, at) =>
      share(1, [1, 1, 1], `seed ${String(at)}`).indexOf(1),
    );
    expect(new Set(winners)).toEqual(new Set([0, 1, 2]));
  });

  it('gives away what is available, to the unit, and nobody more than asked for', () => {
    fc.assert(
      fc.property(anyAvailable, anyClaims, (available, asked) => {
        const shares = share(available, asked);
        const total = asked.reduce((sum, quantity) => sum + quantity, 0);
        expect(shares.reduce((sum, units) => sum + units, 0)).toBe(Math.min(available, total));
        shares.forEach((units, at) => {
          expect(units).toBeLessThanOrEqual(asked[at] ?? 0);
        });
      }),
    );
  });

  it('stays less than one unit away from the exact part', () => {
    fc.assert(
      fc.property(anyAvailable, anyClaims, (available, asked) => {
        const total = asked.reduce((sum, quantity) => sum + quantity, 0);
        fc.pre(available < total);
        share(available, asked).forEach((units, at) => {
          expect(Math.abs(units * total - available * (asked[at] ?? 0))).toBeLessThan(total);
        });
      }),
    );
  });

  it('gives no claim less than a smaller one', () => {
    fc.assert(
      fc.property(anyAvailable, anyClaims, (available, asked) => {
        const shares = share(available, asked);
        for (const [at, quantity] of asked.entries())
          for (const [other, smaller] of asked.entries())
            if (smaller < quantity) expect(shares[at]).toBeGreaterThanOrEqual(shares[other] ?? 0);
      }),
    );
  });

  it('does not depend on the order of the claims', () => {
    const reordered = anyClaims
      .map(claimsOf)
      .chain((claims) =>
        fc.tuple(fc.constant(claims), fc.shuffledSubarray(claims, { minLength: claims.length })),
      );
    fc.assert(
      fc.property(anyAvailable, reordered, fc.string(), (available, [claims, shuffled], seed) => {
        const shares = shareProRata(BigInt(available), claims, seed);
        const again = shareProRata(BigInt(available), shuffled, seed);
        for (const [at, { name }] of claims.entries())
          expect(again[shuffled.findIndex((claim) => claim.name === name)]).toBe(shares[at]);
      }),
    );
  });
});
