import fc from 'fast-check';
import type { Claim } from '#core/ledger';
import { sha256Hex } from '#libs/kernel';
import { splitGrowingTotal } from './growing-split.js';

const claimsOf = (weights: readonly (number | bigint)[]): Claim[] =>
  weights.map((weight, index) => ({ key: `claimant-${String(index)}`, weight: BigInt(weight) }));

const split = (total: number | bigint, weights: readonly (number | bigint)[]): number[] =>
  splitGrowingTotal(BigInt(total), claimsOf(weights)).map(Number);

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n);

const anyWeights = fc
  .array(fc.oneof(fc.bigInt({ min: 0n, max: 6n }), fc.bigInt({ min: 0n, max: 10n ** 12n })), {
    minLength: 1,
    maxLength: 12,
  })
  .filter((weights) => weights.some((weight) => weight > 0n));

/** Unit after unit to the largest weight over the next odd number, as Sainte-Laguë's method is told. */
function unitByUnit(total: number, claims: readonly Claim[]): readonly bigint[] {
  const parts = claims.map(() => 0n);
  for (let unit = 0; unit < total; unit += 1) {
    const [first] = claims
      .map(({ key, weight }, index) => ({ key, weight, index, odd: 2n * (parts[index] ?? 0n) + 1n }))
      .filter(({ weight }) => weight > 0n)
      .sort((a, b) => {
        const [left, right] = [a.weight * b.odd, b.weight * a.odd];
        if (left !== right) return left > right ? -1 : 1;
        return sha256Hex(a.key) < sha256Hex(b.key) ? -1 : 1;
      });
    const next = first?.index ?? 0;
    parts[next] = (parts[next] ?? 0n) + 1n;
  }
  return parts;
}

describe('splitGrowingTotal', () => {
  it('gives the seats of the Wikipedia example of Sainte-Laguë', () => {
    // The largest remainders would give 4, 2, 1.
    expect(split(7, [53_000, 24_000, 23_000])).toEqual([3, 2, 2]);
  });

  it('gives unit by unit what it gives at once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40 }), anyWeights, (total, weights) => {
        const claims = claimsOf(weights);
        expect(splitGrowingTotal(BigInt(total), claims)).toEqual(unitByUnit(total, claims));
      }),
      { numRuns: 500 },
    );
  });

  it('gives away the total', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 63n }), anyWeights, (total, weights) => {
        expect(sum(splitGrowingTotal(total, claimsOf(weights)))).toBe(total);
      }),
    );
  });

  it('takes nothing back when the total grows', () => {
    const growth = fc.tuple(fc.bigInt({ min: 0n, max: 10n ** 15n }), fc.bigInt({ min: 0n, max: 500n }));
    fc.assert(
      fc.property(growth, anyWeights, ([total, more], weights) => {
        const before = splitGrowingTotal(total, claimsOf(weights));
        splitGrowingTotal(total + more, claimsOf(weights)).forEach((part, index) => {
          expect(part >= (before[index] ?? 0n)).toBe(true);
        });
      }),
      { numRuns: 500 },
    );
  });

  it('where the largest remainders would: the Alabama paradox', () => {
    const weights = [1_500, 1_500, 900, 500, 500, 200];
    const [before, after] = [split(25, weights), split(26, weights)];
    expect(after.every((part, index) => part >= (before[index] ?? 0))).toBe(true);
  });

  it('gives the weights themselves for their sum', () => {
    fc.assert(
      fc.property(anyWeights, (weights) => {
        expect(splitGrowingTotal(sum(weights), claimsOf(weights))).toEqual(weights);
      }),
    );
  });

  it('strays from the exact part by a bound that does not grow with the total', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n }), anyWeights, (total, weights) => {
        const weightSum = sum(weights);
        splitGrowingTotal(total, claimsOf(weights)).forEach((part, index) => {
          // Half a unit for the rounding, and the part's share of half a unit a claim for the divisor.
          const weight = weights[index] ?? 0n;
          const bound = weightSum + BigInt(weights.length) * weight;
          const stray = 2n * (part * weightSum - total * weight);
          expect(stray <= bound && stray >= -bound).toBe(true);
        });
      }),
    );
  });

  it('does not depend on the order of the claims', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 1_000n }), anyWeights, (total, weights) => {
        const claims = claimsOf(weights);
        expect(splitGrowingTotal(total, claims.toReversed())).toEqual(
          splitGrowingTotal(total, claims).toReversed(),
        );
      }),
    );
  });
});
