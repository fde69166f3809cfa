import fc from 'fast-check';
import { assert } from '#libs/kernel';
import { decimalOf, rational } from '../exact/index.js';
import { freezeValues, type FrozenValue } from './freeze-values.js';
import { lowerBoundsPpb } from './lower-bounds.js';

const PPB = 1_000_000_000;

const valued = (...values: readonly number[]) =>
  values.map((value, index) => ({ player: `p${String(index)}`, value: decimalOf(value) }));

const frozen = (...values: readonly number[]): readonly FrozenValue[] => {
  const result = freezeValues(valued(...values));
  assert(result.ok, 'expected weights');
  return result.value;
};

describe('freezeValues', () => {
  it('shares a billion parts in proportion', () => {
    expect(frozen(0.5, 0.3, 0.2).map(({ weightPpb }) => weightPpb)).toEqual([
      500_000_000, 300_000_000, 200_000_000,
    ]);
  });

  it('takes negative values for zero, and says so', () => {
    expect(frozen(3, -1, 1, 0)).toMatchObject([
      { weightPpb: 750_000_000, clamped: false },
      { weightPpb: 0, clamped: true },
      { weightPpb: 250_000_000, clamped: false },
      { weightPpb: 0, clamped: false },
    ]);
  });

  it('sums to a billion, each within one part of its proportion', () => {
    const anyValues = fc
      .array(fc.double({ min: -1, max: 10, noNaN: true }), { minLength: 1, maxLength: 40 })
      .filter((values) => values.some((value) => value > 1e-6));
    fc.assert(
      fc.property(anyValues, (values) => {
        const weights = frozen(...values).map(({ weightPpb }) => weightPpb);
        expect(weights.reduce((sum, weight) => sum + weight, 0)).toBe(PPB);
        const total = values.reduce((sum, value) => sum + Math.max(0, value), 0);
        weights.forEach((weight, index) => {
          expect(Math.abs(weight - (PPB * Math.max(0, values[index] ?? 0)) / total)).toBeLessThan(1.001);
        });
      }),
    );
  });

  it('refuses what gives nobody anything, and a player twice', () => {
    expect(freezeValues(valued(-1, 0))).toEqual({ ok: false, error: { code: 'values-not-positive' } });
    expect(freezeValues([...valued(1), ...valued(2)])).toEqual({
      ok: false,
      error: { code: 'player-duplicate', index: 1 },
    });
  });
});

describe('lowerBoundsPpb', () => {
  const uncertain = (value: number, standardError: number) => ({ value: decimalOf(value), standardError });

  it('takes standard errors off, down to nothing', () => {
    expect(lowerBoundsPpb([uncertain(6, 0.5), uncertain(3, 2), uncertain(1, 0)], 2)).toEqual([
      500_000_000, 0, 100_000_000,
    ]);
  });

  it('is the share itself, rounded down, where there is no doubt', () => {
    expect(lowerBoundsPpb([uncertain(1, 0), uncertain(2, 0)], 3)).toEqual([333_333_333, 666_666_666]);
  });

  it('is nothing for a value that is unknown, and for values that are not positive', () => {
    expect(lowerBoundsPpb([uncertain(1, Infinity), uncertain(1, 0)], 1)).toEqual([0, 500_000_000]);
    expect(lowerBoundsPpb([{ value: rational(-1n), standardError: 0 }], 1)).toEqual([0]);
  });

  it('is never above the weight that is frozen', () => {
    const anyUncertain = fc.array(
      fc.tuple(fc.double({ min: -1, max: 5, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })),
      { minLength: 1, maxLength: 12 },
    );
    fc.assert(
      fc.property(anyUncertain, fc.double({ min: 0, max: 3, noNaN: true }), (pairs, z) => {
        fc.pre(pairs.some(([value]) => value > 0));
        const bounds = lowerBoundsPpb(
          pairs.map(([value, error]) => uncertain(value, error)),
          z,
        );
        frozen(...pairs.map(([value]) => value)).forEach(({ weightPpb }, index) => {
          expect(bounds[index]).toBeLessThanOrEqual(weightPpb);
        });
      }),
    );
  });
});
