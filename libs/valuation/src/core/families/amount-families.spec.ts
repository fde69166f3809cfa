import { assert, seededRandom } from '#libs/kernel';
import type { AmountShape, FamilyFit, FamilyOptions, FamilySeries } from './family.js';
import { AMOUNT_SHAPES } from './family-registry.js';

const TIMES = Array.from({ length: 30 }, (_, i) => i * 0.5 + (i % 3) * 0.1).filter((_, i) => i % 9 !== 4);

function simulated(amount: (t: number) => number, sigma: number, seed: string): FamilySeries {
  const random = seededRandom(seed);
  return { t: TIMES, y: TIMES.map((t) => amount(t) * Math.exp(sigma * random.normal())) };
}

function fitted(shape: AmountShape, series: FamilySeries, options?: FamilyOptions): FamilyFit {
  const fit = AMOUNT_SHAPES[shape].fit(series, options);
  assert(fit.ok, 'the series can be fitted');
  return fit.value;
}

/** Median time between neighbours of TIMES. */
const GAP = 0.6;

const TRUTHS: readonly [AmountShape, (t: number) => number, Readonly<Record<string, number>>][] = [
  ['exponential', (t) => 1000 * Math.exp(-0.2 * t), { level: 1000, rate: 0.2 }],
  ['exponential-floor', (t) => 200 + 800 * Math.exp(-0.4 * t), { level: 1000, floor: 200, rate: 0.4 }],
  [
    'bi-exponential',
    (t) => 800 * Math.exp(-1.5 * t) + 200 * Math.exp(-0.05 * t),
    { fastLevel: 800, fastRate: 1.45, slowLevel: 200, slowRate: 0.05 },
  ],
  ['hyperbolic', (t) => 1000 * (1 + t / 2) ** -1.2, { level: 1000, time: 2, exponent: 1.2 }],
  ['weibull', (t) => 1000 * Math.exp(-((t / 6) ** 0.7)), { level: 1000, time: 6, shape: 0.7 }],
  [
    'gamma-ramp',
    (t) => 300 * (1 + t / GAP) ** 1.5 * Math.exp(-0.5 * t),
    { level: 300, ramp: 1.5, rate: 0.5 },
  ],
];

describe('an amount family', () => {
  it.each(TRUTHS)('%s finds the parameters that made the amounts', (shape, amount, truth) => {
    const fit = fitted(shape, simulated(amount, 0.02, `amounts of ${shape}`));
    expect(fit.converged).toBe(true);
    expect(fit.parameters.map(({ name }) => name)).toEqual(Object.keys(truth));
    for (const { name, value, standardError } of fit.parameters)
      // On a log scale, on which estimates of rates are nearly normal.
      expect(Math.abs(Math.log(value / (truth[name] ?? 0)))).toBeLessThan(
        (3.5 * (standardError ?? 0)) / value,
      );
  });

  it('has standard errors that are as large as the scatter of its estimates', () => {
    const deviates = Array.from({ length: 150 }, (_, run) => {
      const fit = fitted(
        'hyperbolic',
        simulated((t) => 1000 * (1 + t / 2) ** -1.2, 0.02, `run ${String(run)}`),
      );
      const { value = 1, standardError } = fit.parameters[1] ?? {};
      return (Math.log(value / 2) * value) / (standardError ?? Number.NaN);
    });
    const meanSquare = deviates.reduce((sum, z) => sum + z * z, 0) / deviates.length;
    expect(Math.sqrt(meanSquare)).toBeGreaterThan(0.85);
    expect(Math.sqrt(meanSquare)).toBeLessThan(1.2);
  });

  it.each(TRUTHS)('%s scales with the currency: levels do, nothing else', (shape, amount) => {
    const series = simulated(amount, 0.02, shape);
    const [once, inCents] = [
      fitted(shape, series),
      fitted(shape, { ...series, y: series.y.map((y) => 100 * y) }),
    ];
    expect(inCents.residualSumOfSquares).toBeCloseTo(once.residualSumOfSquares, 9);
    for (const t of [0, 5, 20]) expect(inCents.meanAt(t) / once.meanAt(t)).toBeCloseTo(100, 4);
  });

  it('finds the published retention of shifted beta-geometric customers', () => {
    // Fader and Hardie (2007), table 1, "high end": least squares on log shares here, not their likelihood.
    const y = [100, 86.9, 74.3, 65.3, 59.3, 55.1, 51.7, 49.1];
    const fit = fitted('shifted-beta-geometric', { t: y.map((_, t) => t), y });
    // Shares of the years 8 to 12 in the paper, which the fit has not seen.
    for (const [i, share] of [46.8, 44.5, 42.7, 40.9, 39.4].entries())
      expect(Math.abs(fit.meanAt(8 + i) / share - 1)).toBeLessThan(0.04);
  });

  it('counts an amount that fell off the list as below it, not as absent or as there', () => {
    const amount = (t: number): number => 1000 * Math.exp(-0.3 * t);
    const seen = simulated(amount, 0.3, 'list');
    const censored = seen.y.map((y) => y < 60);
    const series = { t: TIMES, y: seen.y.map((y) => Math.max(y, 60)), censored };
    const { parameters, residualStandardDeviation, converged } = fitted('exponential', series);
    expect(censored.filter(Boolean).length).toBeGreaterThan(5);
    expect(converged).toBe(true);
    expect(Math.abs((parameters[1]?.value ?? 0) - 0.3)).toBeLessThan(3 * (parameters[1]?.standardError ?? 0));
    expect(residualStandardDeviation).toBeGreaterThan(0.2);
    const asThere = fitted('exponential', { t: series.t, y: series.y });
    expect(asThere.parameters[1]?.value).toBeLessThan(0.25);
  });

  it('agrees with least squares where nothing was censored', () => {
    const series = simulated((t) => 1000 * Math.exp(-0.3 * t), 0.1, 'all seen');
    const plain = fitted('exponential', series);
    const far = {
      t: [...series.t, 100],
      y: [...series.y, 1e6],
      censored: [...series.t.map(() => false), true],
    };
    const withBound = fitted('exponential', far);
    expect(withBound.parameters[1]?.value).toBeCloseTo(plain.parameters[1]?.value ?? 0, 6);
    // Maximum likelihood divides by the number of points, least squares by the degrees of freedom.
    const variance = plain.residualSumOfSquares / TIMES.length;
    expect(withBound.residualStandardDeviation).toBeCloseTo(Math.sqrt(variance), 6);
  });

  it('takes declared events apart from decay', () => {
    const series = simulated((t) => 1000 * Math.exp(-0.1 * t) * (t >= 6 ? 0.5 : 1), 0.03, 'declared');
    const fit = fitted('exponential', series, { stepTimes: [6] });
    expect(fit.parameters.at(-1)?.name).toBe('drop1');
    expect(fit.parameters.at(-1)?.value).toBeCloseTo(0.5, 1);
  });

  it('weighs amounts by their relative standard deviations', () => {
    const series = simulated((t) => 1000 * Math.exp(-0.2 * t), 0.02, 'weighed');
    const spoilt = { ...series, y: series.y.map((y, i) => (i === 5 ? 3 * y : y)) };
    const sd = TIMES.map((_, i) => (i === 5 ? 100 : 1));
    expect(fitted('exponential', { ...spoilt, sd }).parameters[1]?.value).toBeCloseTo(0.2, 2);
  });

  it.each<[string, Partial<FamilySeries>]>([
    ['an amount of 0', { y: [4, 3, 0, 1] }],
    ['an amount that is no number', { y: [4, 3, Number.NaN, 1] }],
    ['trials', { trials: [1, 1, 1, 1] }],
    ['a standard deviation of 0', { sd: [1, 1, 0, 1] }],
  ])('refuses %s', (_what, wrong) => {
    const series = { t: [0, 1, 2, 3], y: [4, 3, 2, 1], ...wrong };
    expect(AMOUNT_SHAPES.exponential.fit(series)).toMatchObject({
      ok: false,
      error: { code: 'invalid-observation' },
    });
  });
});
