import fc from 'fast-check';
import { amountSeries } from './amount-scale.js';
import { FLOOR_WEIGHTS, weighedFits } from './family-weights.js';
import { originCounts } from './rolling-origin.js';
import { TREND_CANDIDATES } from './trend-candidates.js';

const weightsOf = (amounts: readonly number[]): Readonly<Record<string, number>> => {
  const steps = amounts.map((_, step) => step);
  return Object.fromEntries(
    weighedFits(TREND_CANDIDATES, amountSeries(steps, amounts, 1)).map(({ fit, weight }) => [
      fit.name,
      weight,
    ]),
  );
};

describe('weights of families', () => {
  it('sum to 1 and keep their floors, whatever the series', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.01, max: 1e6, noNaN: true }), { minLength: 5, maxLength: 20 }),
        (amounts) => {
          const weights = weightsOf(amounts);
          expect(Object.values(weights).reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 9);
          for (const [name, floor] of Object.entries(FLOOR_WEIGHTS))
            expect(weights[name]).toBeGreaterThanOrEqual(floor - 1e-12);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('go to the trend of a series that falls steadily', () => {
    expect(
      weightsOf(Array.from({ length: 20 }, (_, step) => 1000 * 0.8 ** step))['damped-trend'],
    ).toBeGreaterThan(0.75);
  });

  it('go to no trend in a series that alternates', () => {
    expect(
      weightsOf(Array.from({ length: 20 }, (_, step) => (step % 2 === 0 ? 10 : 12)))['damped-trend'],
    ).toBeLessThan(0.3);
  });
});

describe('rolling origins', () => {
  it('are none where a series is too short to be tested on its past', () => {
    expect(originCounts(7)).toEqual([]);
  });

  it('stand in the second half, before the last point, at most eight', () => {
    expect(originCounts(8)).toEqual([4, 5, 6, 7]);
    const counts = originCounts(100);
    expect(counts).toHaveLength(8);
    expect(counts[0]).toBe(50);
    expect(counts.at(-1)).toBeLessThan(100);
  });
});
