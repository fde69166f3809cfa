import * as fc from 'fast-check';
import { assert, sha256Hex } from '#libs/kernel';
import { apportion, type Claim } from './apportion.js';

const claimsOf = (weights: readonly (number | bigint)[]): Claim[] =>
  weights.map((weight, index) => ({ key: `claimant-${String(index)}`, weight: BigInt(weight) }));

const sharesOf = (amount: bigint, claims: readonly Claim[]): ReadonlyMap<string, bigint> => {
  const result = apportion(amount, claims);
  assert(result.ok, 'expected shares');
  return new Map(result.value.shares.map(({ key, share }) => [key, share]));
};

const split = (amount: number, weights: readonly number[]): number[] =>
  [...sharesOf(BigInt(amount), claimsOf(weights)).values()].map(Number);

const faultOf = (amount: bigint, claims: readonly Claim[]): string => {
  const result = apportion(amount, claims);
  assert(!result.ok, 'expected a refusal');
  return result.error.code;
};

const anyAmount = fc.bigInt({ min: 0n, max: 2n ** 63n - 1n });
const anyWeight = fc.oneof(
  fc.bigInt({ min: 0n, max: 5n }),
  fc.bigInt({ min: 0n, max: 1_000_000_000n }),
  fc.bigInt({ min: 0n, max: 2n ** 80n }),
);
const anyClaims = fc
  .array(anyWeight, { minLength: 1, maxLength: 30 })
  .filter((weights) => weights.some((weight) => weight > 0n))
  .map(claimsOf);

describe('apportion, against published examples', () => {
  it.each([
    [
      'the largest remainder example of Wikipedia, 10 seats',
      [47_000, 16_000, 15_800, 12_000, 6_100, 3_100],
      10,
      [5, 2, 1, 1, 1, 0],
    ],
    [
      'the Alabama paradox before one seat is added',
      [1_500, 1_500, 900, 500, 500, 200],
      25,
      [7, 7, 4, 3, 3, 1],
    ],
    [
      'the Alabama paradox after it: two claimants lose',
      [1_500, 1_500, 900, 500, 500, 200],
      26,
      [8, 8, 5, 2, 2, 1],
    ],
    [
      'the example of the npm package hare-niemeyer',
      [130_755, 102_068, 34_012, 31_090, 11_111],
      420,
      [178, 139, 46, 42, 15],
    ],
    ['percentages 80, 8 and 12 of 15', [80, 8, 12], 15, [12, 1, 2]],
    [
      'the United States House of 1790, 120 seats (Balinski and Young, 1982)',
      [
        630_560, 475_327, 432_879, 353_523, 331_589, 278_514, 236_841, 206_236, 179_570, 141_822, 85_533,
        70_835, 68_705, 68_446, 55_540,
      ],
      120,
      [21, 16, 14, 12, 11, 9, 8, 7, 6, 5, 3, 2, 2, 2, 2],
    ],
  ])('gives %s', (_name, weights, amount, shares) => {
    expect(split(amount, weights)).toEqual(shares);
  });
});

describe('apportion', () => {
  it('gives away the amount, to the unit', () => {
    fc.assert(
      fc.property(anyAmount, anyClaims, (amount, claims) => {
        const total = [...sharesOf(amount, claims).values()].reduce((sum, share) => sum + share, 0n);
        expect(total).toBe(amount);
      }),
    );
  });

  it('stays less than one unit away from every exact part', () => {
    fc.assert(
      fc.property(anyAmount, anyClaims, (amount, claims) => {
        const weightSum = claims.reduce((sum, { weight }) => sum + weight, 0n);
        const shares = sharesOf(amount, claims);
        for (const { key, weight } of claims) {
          const scaled = (shares.get(key) ?? -1n) * weightSum - amount * weight;
          expect(scaled > -weightSum && scaled < weightSum).toBe(true);
        }
      }),
    );
  });

  it('does not depend on the order of the claims', () => {
    const reordered = anyClaims.chain((claims) =>
      fc.tuple(fc.constant(claims), fc.shuffledSubarray(claims, { minLength: claims.length })),
    );
    fc.assert(
      fc.property(anyAmount, reordered, (amount, [claims, shuffled]) => {
        const shares = sharesOf(amount, claims);
        for (const [key, share] of sharesOf(amount, shuffled)) expect(shares.get(key)).toBe(share);
      }),
    );
  });

  it('does not depend on the scale of the weights', () => {
    fc.assert(
      fc.property(anyAmount, anyClaims, fc.bigInt({ min: 1n, max: 10n ** 9n }), (amount, claims, factor) => {
        const scaled = claims.map(({ key, weight }) => ({ key, weight: weight * factor }));
        expect(sharesOf(amount, scaled)).toEqual(sharesOf(amount, claims));
      }),
    );
  });

  it('gives nothing to a zero weight', () => {
    fc.assert(
      fc.property(anyAmount, anyClaims, (amount, claims) => {
        const shares = sharesOf(amount, [...claims, { key: 'bystander', weight: 0n }]);
        expect(shares.get('bystander')).toBe(0n);
        for (const { key, weight } of claims) if (weight === 0n) expect(shares.get(key)).toBe(0n);
      }),
    );
  });

  it('gives a heavier claim at least as much as a lighter one', () => {
    fc.assert(
      fc.property(anyAmount, anyClaims, (amount, claims) => {
        const shares = sharesOf(amount, claims);
        const ascending = [...claims].sort((a, b) => (a.weight < b.weight ? -1 : 1));
        ascending.slice(1).forEach((heavier, index) => {
          const lighter = ascending[index];
          assert(lighter !== undefined, 'every claim but the first has one before it');
          if (lighter.weight === heavier.weight) return;
          expect((shares.get(heavier.key) ?? -1n) >= (shares.get(lighter.key) ?? 0n)).toBe(true);
        });
      }),
    );
  });

  it('pays clones of a claim less than one unit apiece more or less than the claim is worth', () => {
    const cloned = fc.tuple(
      anyAmount,
      anyClaims,
      fc.bigInt({ min: 1n, max: 10n ** 9n }),
      fc.integer({ min: 2, max: 9 }),
    );
    fc.assert(
      fc.property(cloned, ([amount, claims, weight, clones]) => {
        const copies = Array.from({ length: clones }, (_, index) => ({
          key: `clone-${String(index)}`,
          weight,
        }));
        const shares = sharesOf(amount, [...claims, ...copies]);
        const got = copies.map(({ key }) => shares.get(key) ?? -1n);
        const most = got.reduce((a, b) => (a > b ? a : b));
        const least = got.reduce((a, b) => (a < b ? a : b));
        expect(most - least <= 1n).toBe(true);
        const weightSum = [...claims, ...copies].reduce((sum, claim) => sum + claim.weight, 0n);
        const gain =
          got.reduce((sum, share) => sum + share, 0n) * weightSum - amount * weight * BigInt(clones);
        expect(gain < weightSum * BigInt(clones) && gain > -weightSum * BigInt(clones)).toBe(true);
      }),
    );
  });

  it('orders equal remainders by the SHA-256 of their keys', () => {
    const claims = ['alpha', 'beta', 'gamma', 'delta'].map((key) => ({ key, weight: 1n }));
    const byDigest = claims.map(({ key }) => key).sort((a, b) => (sha256Hex(a) < sha256Hex(b) ? -1 : 1));
    const shares = sharesOf(2n, claims);
    expect(byDigest.map((key) => shares.get(key))).toEqual([1n, 1n, 0n, 0n]);
  });

  it('tells remainders apart that floating point cannot', () => {
    // 2^53 and 2^53 + 1 are the same number in binary64; the one unit belongs to the second.
    const claims = [
      { key: 'a', weight: 2n ** 53n },
      { key: 'b', weight: 2n ** 53n + 1n },
    ];
    expect(sharesOf(1n, claims)).toEqual(
      new Map([
        ['a', 0n],
        ['b', 1n],
      ]),
    );
  });

  it('refuses what has no answer', () => {
    expect(faultOf(1n, [])).toBe('weights-all-zero');
    expect(faultOf(1n, claimsOf([0, 0]))).toBe('weights-all-zero');
    expect(faultOf(1n, claimsOf([3, -1]))).toBe('weight-negative');
    expect(faultOf(-1n, claimsOf([1]))).toBe('amount-negative');
    expect(faultOf(1n, [...claimsOf([1]), ...claimsOf([2])])).toBe('key-duplicate');
  });
});
