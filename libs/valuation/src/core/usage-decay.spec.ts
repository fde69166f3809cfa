import { monthStartOf, type UsageSeries } from '#core/usage';
import { assert, seededRandom } from '#libs/kernel';
import { drawCalls, fitUsageDecay, type GoingUsage, type UsageDecay } from './usage-decay.js';

const FIRST_MONTH = 2025 * 12;

const seriesOf = (calls: readonly number[]): UsageSeries => ({
  months: calls.map((count, index) => ({
    periodStart: monthStartOf(FIRST_MONTH + index),
    calls: BigInt(count),
    revenueMinor: 0n,
  })),
});

const decayOf = (series: UsageSeries): UsageDecay => {
  const decay = fitUsageDecay(series);
  assert(decay.ok, decay.ok ? '' : decay.error.reason);
  return decay.value;
};

const goingOf = (series: UsageSeries): GoingUsage => {
  const decay = decayOf(series);
  assert(decay.kind === 'going', 'usage goes on');
  return decay;
};

const HALVING = [64_000, 32_000, 16_000, 8_000, 4_000, 2_000];

describe('usage decay', () => {
  it('finds the growth of an exact exponential and no noise', () => {
    const decay = goingOf(seriesOf(HALVING));
    expect(decay.monthlyGrowth.value).toBeCloseTo(Math.log(0.5), 12);
    expect(decay.residualStandardDeviation).toBeCloseTo(0, 12);
    expect(decay.lastLevelCalls).toBeCloseTo(2_000, 8);
    expect(Math.exp(decay.fittedLevel.value)).toBeCloseTo(2_000, 8);
  });

  it('fits on time, not on position, over a gap', () => {
    const series = seriesOf([...HALVING, 1_000, 500]);
    const gapped = { months: series.months.filter((_, index) => index !== 3 && index !== 4) };
    expect(goingOf(gapped).monthlyGrowth.value).toBeCloseTo(Math.log(0.5), 12);
  });

  it('starts from the last level, not from the fitted line', () => {
    const decay = goingOf(seriesOf([9_000, 9_000, 9_000, 9_000, 9_000, 9_000, 3_000, 3_000, 3_000]));
    const trend = Math.exp(-decay.monthlyGrowth.value);
    expect(decay.lastLevelCalls).toBeCloseTo(3_000 / trend, 6);
  });

  it('starts far below one odd month at the end', () => {
    const decay = goingOf(seriesOf([5_000, 5_100, 4_900, 5_000, 5_050, 4_950, 5_000, 500_000]));
    expect(decay.lastLevelCalls).toBeLessThan(15_000);
  });

  it('leaves the months before the first call out of the share of active months', () => {
    const decay = goingOf(seriesOf([0, 0, 0, 100, 100, 0, 100, 100, 100, 100, 100]));
    expect(decay.activeShare).toBe(7 / 8);
    expect(decay.monthCount).toBe(7);
  });

  it('has ceased when most of the last three months had no calls', () => {
    expect(decayOf(seriesOf([...HALVING, 0, 10, 0])).kind).toBe('ceased');
    expect(decayOf(seriesOf([0, 0, 0, 0, 0, 0])).kind).toBe('ceased');
    expect(decayOf(seriesOf([...HALVING, 10, 0, 10])).kind).toBe('going');
  });

  it('refuses fewer than six months, and fewer than six months with calls', () => {
    const refused = { ok: false, error: { code: 'usage-too-short' } };
    expect(fitUsageDecay(seriesOf([]))).toMatchObject(refused);
    expect(fitUsageDecay(seriesOf([5, 4, 3, 2, 1]))).toMatchObject(refused);
    expect(fitUsageDecay(seriesOf([5, 0, 4, 0, 3, 2, 1]))).toMatchObject(refused);
  });
});

describe('drawn calls', () => {
  const drawMany = (usage: UsageDecay, horizons: readonly number[], count: number): readonly number[][] => {
    const random = seededRandom('calls');
    return Array.from({ length: count }, () => [...drawCalls(usage, random, horizons)]);
  };

  it('follow the damped trend: the sum φ + φ² + … instead of the number of months', () => {
    const usage = goingOf(seriesOf(HALVING));
    for (const [first = NaN, second = NaN, far = NaN] of drawMany(usage, [1, 2, 10_000], 20)) {
      const damping = -Math.log2(first / 2_000);
      expect(damping).toBeGreaterThan(0.8);
      expect(damping).toBeLessThan(0.98);
      expect(-Math.log2(second / 2_000)).toBeCloseTo(damping + damping ** 2, 5);
      // The trend fades: usage settles after φ / (1 − φ) months' worth of it.
      expect(-Math.log2(far / 2_000)).toBeCloseTo(damping / (1 - damping), 4);
    }
  });

  const varianceOf = (values: readonly number[]): number => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  };

  it('vary by level, passing noise and lasting noise, which alone grows with the horizon', () => {
    const usage = {
      ...goingOf(seriesOf(HALVING)),
      levelDeviation: 0.2,
      passingNoise: 0.3,
      lastingNoise: 0.1,
    };
    const steady = { ...usage, monthlyGrowth: { value: 0, standardError: 0 }, growthDeviation: 0 };
    const logs = drawMany(steady, [1, 9], 20_000).map((calls) => calls.map(Math.log));
    expect(varianceOf(logs.map(([near = NaN]) => near))).toBeCloseTo(0.04 + 0.09 + 0.01, 2);
    expect(varianceOf(logs.map(([, far = NaN]) => far))).toBeCloseTo(0.04 + 0.09 + 9 * 0.01, 2);
  });

  it('vary in growth by at least the standard error of the fit', () => {
    const usage = goingOf(seriesOf([5_000, 6_200, 4_100, 5_600, 4_400, 5_900, 4_700, 5_200]));
    expect(usage.growthDeviation).toBeGreaterThanOrEqual(usage.monthlyGrowth.standardError);
  });

  it('skip months as often as the series did', () => {
    const usage = goingOf(seriesOf([100, 0, 100, 100, 0, 100, 100, 100, 100, 100]));
    const idle = drawMany(usage, [1], 5_000).filter(([calls]) => calls === 0).length / 5_000;
    expect(Math.abs(idle - 0.2)).toBeLessThan(0.02);
  });

  it('are the same for near months whether or not further ones are asked for', () => {
    const usage = goingOf(seriesOf([5_000, 6_200, 4_100, 5_600, 4_400, 5_900]));
    const near = drawCalls(usage, seededRandom('x'), [1, 2]);
    expect(drawCalls(usage, seededRandom('x'), [1, 2, 3]).slice(0, 2)).toEqual(near);
  });

  it('are none once usage has ceased', () => {
    expect(drawMany(decayOf(seriesOf([0, 0, 0, 0, 0, 0])), [1, 2], 1)).toEqual([[0, 0]]);
  });
});
