import { assert, seededRandom } from '#libs/kernel';
import type { AmountShape, FamilyFit, FamilyOptions, FamilySeries } from './family.js';
import { AMOUNT_SHAPES } from './family-registry.js';
import { dampedTime, errorVariance } from './smoothing/smoothing-filter.js';

function fitted(shape: AmountShape, series: FamilySeries, options?: FamilyOptions): FamilyFit {
  const fit = AMOUNT_SHAPES[shape].fit(series, options);
  assert(fit.ok, 'the series can be fitted');
  return fit.value;
}

/** Logarithms that follow the recursions of a given smoothing. */
function simulated(
  count: number,
  gains: { level: number; trend: number; damping: number },
  seed: string,
): FamilySeries {
  const random = seededRandom(seed);
  let [level, trend] = [7, -0.3];
  const y = Array.from({ length: count }, () => {
    const forecast = level + gains.damping * trend;
    const error = 0.1 * random.normal();
    level = forecast + gains.level * error;
    trend = gains.damping * trend + gains.trend * error;
    return Math.exp(forecast + error);
  });
  return { t: y.map((_, t) => t), y };
}

const irregular: FamilySeries = { t: [0, 1, 2, 4, 5, 9], y: [100, 90, 95, 70, 72, 50] };

describe('the naive family', () => {
  it('stays at the last amount', () => {
    const fit = fitted('naive', irregular);
    expect([9, 10, 1000].map(fit.meanAt).map((value) => Number(value.toFixed(9)))).toEqual([50, 50, 50]);
    expect(fit.meanAt(3)).toBeCloseTo(95, 9);
  });

  it('has errors that grow with time, however long the gaps were', () => {
    const fit = fitted('naive', irregular);
    const steps = [90 / 100, 95 / 90, 70 / 95, 72 / 70, 50 / 72].map((ratio) => Math.log(ratio) ** 2);
    const perUnit = steps.map((square, i) => square / ([1, 1, 2, 1, 4][i] ?? Number.NaN));
    const variance = perUnit.reduce((sum, square) => sum + square, 0) / 5;
    expect(fit.dispersion).toBeCloseTo(variance, 12);
    expect(fit.noiseVarianceAt(12)).toBeCloseTo(3 * variance, 12);
  });
});

describe('simple smoothing', () => {
  it('finds the gain that made the series', () => {
    const series = simulated(1500, { level: 0.3, trend: 0, damping: 0 }, 'level');
    const smoothing = fitted('simple-smoothing', series).parameters.find(({ name }) => name === 'smoothing');
    expect(smoothing?.value).toBeCloseTo(0.3, 1);
  });

  it('is the mean where nothing lasts', () => {
    const random = seededRandom('mean');
    const y = Array.from({ length: 60 }, () => Math.exp(5 + 0.2 * random.normal()));
    const fit = fitted('simple-smoothing', { t: y.map((_, t) => t), y });
    const mean = y.reduce((sum, value) => sum + Math.log(value), 0) / y.length;
    expect(Math.log(fit.meanAt(70))).toBeCloseTo(mean, 1);
    expect(fit.parameters[0]?.standardError).toBeGreaterThan(0);
  });

  it('takes declared events out', () => {
    const random = seededRandom('event');
    const y = Array.from(
      { length: 40 },
      (_, t) => Math.exp(5 + 0.05 * random.normal()) * (t >= 20 ? 0.5 : 1),
    );
    const fit = fitted('simple-smoothing', { t: y.map((_, t) => t), y }, { stepTimes: [20] });
    expect(fit.parameters.at(-1)).toMatchObject({ name: 'drop1' });
    expect(fit.parameters.at(-1)?.value).toBeCloseTo(0.5, 1);
    expect(fit.meanAt(50)).toBeCloseTo(Math.exp(5) / 2, -1);
  });
});

describe('the damped trend', () => {
  it('goes on with the trend, ever less', () => {
    const fit = fitted('damped-trend', simulated(30, { level: 0.5, trend: 0.1, damping: 0.9 }, 'damped'));
    const steps = [29, 30, 31, 32].map((t) => Math.log(fit.meanAt(t + 1) / fit.meanAt(t)));
    const [first = 0, second = 0, third = 0] = steps;
    expect(Math.abs(second)).toBeLessThan(Math.abs(first));
    expect(second / first).toBeCloseTo(third / second, 9);
    expect(second / first).toBeCloseTo(fit.parameters.find(({ name }) => name === 'damping')?.value ?? 0, 9);
  });

  it('beats simple smoothing on a series with a trend', () => {
    const series = simulated(60, { level: 0.5, trend: 0.2, damping: 0.95 }, 'trend');
    const [damped, simple] = [fitted('damped-trend', series), fitted('simple-smoothing', series)];
    expect(damped.logLikelihood).toBeGreaterThan(simple.logLikelihood);
  });
});

describe('smoothing families', () => {
  it.each(['naive', 'simple-smoothing', 'damped-trend'] as const)(
    '%s needs amounts at all points',
    (shape) => {
      const series = simulated(12, { level: 0.5, trend: 0.1, damping: 0.9 }, 'censored');
      const censored = series.t.map((t) => t === 5);
      expect(AMOUNT_SHAPES[shape].fit({ ...series, censored })).toMatchObject({
        ok: false,
        error: { code: 'invalid-observation' },
      });
    },
  );

  it('add up the damped trend', () => {
    expect(dampedTime(0.9, 3)).toBeCloseTo(0.9 + 0.81 + 0.729, 12);
    expect(dampedTime(1, 3)).toBe(3);
  });

  it('have errors after several units as the sum of squared gains says', () => {
    expect(errorVariance({ level: 0.4, trend: 0, damping: 1 }, 5)).toBeCloseTo(1 + 4 * 0.16, 12);
    expect(errorVariance({ level: 1, trend: 0, damping: 1 }, 0.25)).toBeCloseTo(0.25, 12);
  });
});
