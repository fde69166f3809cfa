import { seededRandom } from '#libs/kernel';
import { amountSeries } from './amount-scale.js';
import { seasonalPattern } from './seasonal-pattern.js';

const steps = (count: number): readonly number[] => Array.from({ length: count }, (_, step) => step);

/** Random walks, with a pattern of this height over this period laid over them. */
function walk(seed: string, count: number, height: number, period: number): readonly number[] {
  const random = seededRandom(seed);
  let level = 0;
  return steps(count).map((step) => {
    level += 0.05 * random.normal();
    return level + height * Math.sin((2 * Math.PI * step) / period);
  });
}

describe('seasonal pattern', () => {
  it.each([4, 7, 12])('of period %i is found in a walk', (period) => {
    const pattern = seasonalPattern(steps(60), walk('seasons', 60, 0.2, period));
    expect(pattern?.period).toBe(period);
    expect(pattern?.indexAt(period + 1)).toBeCloseTo(0.2 * Math.sin((2 * Math.PI) / period), 1);
  });

  it('is hardly ever seen where there is none', () => {
    const seen = steps(300).filter(
      (seed) => seasonalPattern(steps(60), walk(String(seed), 60, 0, 12)) !== undefined,
    );
    expect(seen.length).toBeLessThanOrEqual(6);
  });

  it('sums to nothing over a cycle', () => {
    const pattern = seasonalPattern(steps(60), walk('sum', 60, 0.3, 12));
    const sum = steps(12).reduce((total, step) => total + (pattern?.indexAt(step) ?? Number.NaN), 0);
    expect(sum).toBeCloseTo(0, 12);
  });

  it('is taken out of the series, at the price of some doubt', () => {
    const values = walk('adjusted', 60, 0.4, 12);
    const series = amountSeries(steps(60), values.map(Math.exp), 1);
    const adjusted = seasonalPattern(steps(60), values)?.adjusted(series);
    const swing = (list: readonly number[]): number =>
      list.slice(1).reduce((sum, value, index) => sum + Math.abs(value - (list[index] ?? 0)), 0);
    expect(swing(adjusted?.values ?? values)).toBeLessThan(swing(values) / 2);
    expect(adjusted?.extraVariance).toBeGreaterThan(0);
  });

  it('is not looked for at irregular times, nor in fewer than three cycles', () => {
    const values = walk('short', 60, 0.5, 12);
    expect(
      seasonalPattern(
        steps(60).map((step) => step * 1.3),
        values,
      ),
    ).toBeUndefined();
    expect(seasonalPattern(steps(30), walk('short', 30, 0.5, 12))?.period).not.toBe(12);
  });

  it('is found in calendar months, which differ in length', () => {
    const months = steps(60).map((month) => Date.UTC(2020, month, 1) / 86_400_000);
    const gap = 30.5;
    const inSteps = months.map((day) => (day - (months[0] ?? 0)) / gap);
    expect(seasonalPattern(inSteps, walk('months', 60, 0.3, 12))?.period).toBe(12);
  });
});
