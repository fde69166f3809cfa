import * as fc from 'fast-check';
import { NearestPoint } from './nearest-point.js';
import { add, multiply, type Rational, rational, sign, subtract, ZERO } from './rational.js';

type Demand = { readonly members: readonly number[]; readonly least: bigint };

function nearest(bounds: readonly bigint[], demands: readonly Demand[]): readonly Rational[] {
  const point = new NearestPoint(bounds);
  for (const { members, least } of demands) point.require(members, least);
  return point.point;
}

const sumAt = (point: readonly Rational[], members: readonly number[]): Rational =>
  members.reduce((sum, at) => add(sum, point[at] ?? ZERO), ZERO);

const square = (point: readonly Rational[]): Rational =>
  point.reduce((sum, value) => add(sum, multiply(value, value)), ZERO);

const text = (point: readonly Rational[]): string[] =>
  point.map(({ numerator, denominator }) => `${String(numerator)}/${String(denominator)}`);

/** Demands that the upper bounds meet. */
const anyPolyhedron = fc
  .record({
    bounds: fc.array(fc.bigInt({ min: 0n, max: 4n }), { minLength: 3, maxLength: 3 }),
    demands: fc.array(
      fc.record({
        members: fc.subarray([0, 1, 2], { minLength: 1 }),
        share: fc.integer({ min: 0, max: 4 }),
      }),
      { maxLength: 5 },
    ),
  })
  .map(({ bounds, demands }) => ({
    bounds,
    demands: demands.map(({ members, share }): Demand => {
      const most = members.reduce((sum, at) => sum + (bounds[at] ?? 0n), 0n);
      return { members, least: (most * BigInt(share)) / 4n };
    }),
  }));

describe('NearestPoint', () => {
  it('stays at the origin as long as nothing is required', () => {
    expect(text(nearest([5n, 5n], []))).toEqual(['0/1', '0/1']);
  });

  it('shares a sum equally, as far as bounds allow', () => {
    expect(text(nearest([9n, 9n], [{ members: [0, 1], least: 5n }]))).toEqual(['5/2', '5/2']);
    expect(text(nearest([1n, 9n], [{ members: [0, 1], least: 5n }]))).toEqual(['1/1', '4/1']);
  });

  it('prefers the smaller sum to the shorter distance', () => {
    const demands = [
      { members: [0, 1], least: 6n },
      { members: [0, 2], least: 6n },
    ];
    // (4, 2, 2) is nearer to the origin, but its sum is 8.
    expect(text(nearest([9n, 9n, 9n], demands))).toEqual(['6/1', '0/1', '0/1']);
  });

  it('takes requirements that follow from others, and again', () => {
    const demands = [
      { members: [0, 1], least: 4n },
      { members: [0], least: 2n },
      { members: [1], least: 2n },
      { members: [0, 1], least: 4n },
    ];
    expect(text(nearest([9n, 9n], demands))).toEqual(['2/1', '2/1']);
  });

  it('meets every requirement within the bounds', () => {
    fc.assert(
      fc.property(anyPolyhedron, ({ bounds, demands }) => {
        const point = nearest(bounds, demands);
        for (const { members, least } of demands)
          expect(sign(subtract(sumAt(point, members), rational(least)))).toBeGreaterThanOrEqual(0);
        for (const [at, value] of point.entries()) {
          expect(sign(value)).toBeGreaterThanOrEqual(0);
          expect(sign(subtract(rational(bounds[at] ?? 0n), value))).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });

  it('is at least as good as every point of a grid', () => {
    fc.assert(
      fc.property(anyPolyhedron, ({ bounds, demands }) => {
        const point = nearest(bounds, demands);
        const [sum, length] = [sumAt(point, [0, 1, 2]), square(point)];
        const steps = bounds.map((bound) => Array.from({ length: 2 * Number(bound) + 1 }, (_, half) => half));
        for (const x of steps[0] ?? [])
          for (const y of steps[1] ?? [])
            for (const z of steps[2] ?? []) {
              const other = [x, y, z].map((halves) => rational(BigInt(halves), 2n));
              const isAllowed = demands.every(
                ({ members, least }) => sign(subtract(sumAt(other, members), rational(least))) >= 0,
              );
              if (!isAllowed) continue;
              const bySum = sign(subtract(sumAt(other, [0, 1, 2]), sum));
              expect(bySum || sign(subtract(square(other), length))).toBeGreaterThanOrEqual(0);
            }
      }),
      { numRuns: 60 },
    );
  });

  it('does not depend on the order of the requirements', () => {
    const shuffled = anyPolyhedron.chain(({ bounds, demands }) =>
      fc.tuple(
        fc.constant(bounds),
        fc.constant(demands),
        fc.shuffledSubarray(demands, { minLength: demands.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([bounds, demands, others]) => {
        expect(text(nearest(bounds, others))).toEqual(text(nearest(bounds, demands)));
      }),
    );
  });
});
