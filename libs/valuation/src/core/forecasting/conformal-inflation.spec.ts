import fc from 'fast-check';
import { seededRandom } from '#libs/kernel';
import { normalQuantile } from '../normal-distribution.js';
import { conformalFactor, INFLATION_NODES, inflationFactor, noiseClassOf } from './conformal-inflation.js';
import { INFLATION_TABLE } from './inflation-table.js';

const circumstances = (['quality', 'amount'] as const).flatMap((kind) =>
  [0.1, 0.9].map((lastingShare) => ({ kind, lastingShare })),
);

describe('conformal factor', () => {
  it('is the score that the next one exceeds with the chance left', () => {
    const scores = Array.from({ length: 19 }, (_, index) => 19 - index);
    expect(conformalFactor(scores, 0.95)).toBe(19);
    expect(conformalFactor(scores, 0.8)).toBe(16);
  });

  it('is not given from too few scores', () => {
    expect(conformalFactor([1, 2, 3, 4], 0.8)).toBe(4);
    expect(conformalFactor([1, 2, 3], 0.8)).toBeUndefined();
    expect(
      conformalFactor(
        Array.from({ length: 18 }, () => 1),
        0.95,
      ),
    ).toBeUndefined();
  });

  it('covers the next of exchangeable scores as often as it says, and hardly more', () => {
    const random = seededRandom('exchangeable');
    let covered = 0;
    for (let trial = 0; trial < 4_000; trial += 1) {
      const scores = Array.from({ length: 40 }, () => Math.abs(random.normal()));
      if (Math.abs(random.normal()) <= (conformalFactor(scores, 0.8) ?? 0)) covered += 1;
    }
    expect(covered / 4_000).toBeGreaterThan(0.785);
    expect(covered / 4_000).toBeLessThan(0.84);
  });
});

describe('factors in use', () => {
  it('come from many more scores than the highest level needs', () => {
    expect(INFLATION_TABLE.scoreCount).toBeGreaterThan(50);
  });

  it('at a node are those of the table, and never narrow an interval', () => {
    for (const { kind, lastingShare } of circumstances)
      INFLATION_NODES.points.forEach((points, i) => {
        INFLATION_NODES.reach.forEach((reach, j) => {
          INFLATION_NODES.level.forEach((level, k) => {
            const factor = inflationFactor({ kind, lastingShare, points, reach }, level, INFLATION_TABLE);
            const counted = INFLATION_TABLE.factors[kind][noiseClassOf(lastingShare)][i]?.[j]?.[k];
            expect(factor).toBeCloseTo(Math.max(1, counted ?? Number.NaN), 9);
          });
        });
      });
  });

  it('keep intervals nested: the half-width of a normal still grows with the level', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...circumstances),
        fc.integer({ min: 5, max: 100 }),
        fc.double({ min: 0, max: 3, noNaN: true }),
        fc.double({ min: 0.05, max: 0.98, noNaN: true }),
        (which, points, reach, level) => {
          const half = (at: number): number =>
            normalQuantile((1 + at) / 2) * inflationFactor({ ...which, points, reach }, at, INFLATION_TABLE);
          expect(half(level + 0.01)).toBeGreaterThan(half(level));
        },
      ),
    );
  });
});
