import { assert, type Random, seededRandom } from '#libs/kernel';
import type { FamilyFit, FamilyOptions, FamilySeries, QualityShape } from './family.js';
import { QUALITY_SHAPES } from './family-registry.js';

/** Irregular times with gaps, as evaluations come. */
const TIMES = Array.from({ length: 24 }, (_, i) => i * 0.5 + (i % 3) * 0.1).filter((_, i) => i % 7 !== 3);
const TRIALS = TIMES.map((_, i) => 300 + 50 * (i % 4));

const binomial = (random: Random, trials: number, share: number): number =>
  Array.from({ length: trials }).reduce<number>((count) => count + (random.uniform() < share ? 1 : 0), 0);

function simulated(quality: (t: number) => number, seed: string): FamilySeries {
  const random = seededRandom(seed);
  return {
    t: TIMES,
    y: TIMES.map((t, i) => binomial(random, TRIALS[i] ?? 0, quality(t)) / (TRIALS[i] ?? 1)),
    trials: TRIALS,
  };
}

function fitted(shape: QualityShape, series: FamilySeries, options?: FamilyOptions): FamilyFit {
  const fit = QUALITY_SHAPES[shape].fit(series, options);
  assert(fit.ok, 'the series can be fitted');
  return fit.value;
}

/** A skill curve of each family with the parameters that made it. */
const TRUTHS: readonly [QualityShape, (t: number) => number, Readonly<Record<string, number>>][] = [
  ['constant', () => 0.7, { level: 0.7 }],
  ['logistic', (t) => 1 / (1 + Math.exp(0.3 * t - 1.5)), { logOdds: 1.5, rate: 0.3 }],
  ['exponential-floor', (t) => 0.2 + 0.6 * Math.exp(-0.3 * t), { level: 0.8, floor: 0.2, rate: 0.3 }],
  ['power', (t) => 0.9 * (1 + t / 2) ** -0.6, { level: 0.9, time: 2, exponent: 0.6 }],
  ['weibull', (t) => 0.2 + 0.7 * Math.exp(-((t / 5) ** 2)), { level: 0.9, floor: 0.2, time: 5, shape: 2 }],
  ['gompertz', (t) => 0.9 * Math.exp(-0.05 * Math.expm1(0.3 * t)), { level: 0.9, loss: 0.05, rate: 0.3 }],
  ['linear', (t) => 0.9 - 0.05 * t, { level: 0.9, slope: -0.05 }],
  ['step', (t) => (t >= 6 ? 0.5 : 0.8), { level: 0.8, drop: 0.375, changeTime: 6 }],
];

describe.each([0, 0.25])('a quality family above a chance level of %d', (chanceLevel) => {
  it.each(TRUTHS)('%s finds the parameters that made the scores', (shape, skill, truth) => {
    const quality = (t: number): number => chanceLevel + (1 - chanceLevel) * skill(t);
    const fit = fitted(shape, simulated(quality, `${shape} ${String(chanceLevel)}`), { chanceLevel });
    expect(fit.converged).toBe(true);
    expect(fit.parameters.map(({ name }) => name)).toEqual(Object.keys(truth));
    for (const { name, value, standardError } of fit.parameters) {
      // On a log scale, on which estimates of rates are nearly normal; a change is found to half a point.
      const error = standardError === null ? 0.5 / value : standardError / Math.abs(value);
      expect(Math.abs(Math.log(value / (truth[name] ?? 0)))).toBeLessThan(3.5 * error);
    }
  });

  it.each(TRUTHS)('%s reproduces shares without noise', (shape, skill) => {
    const y = TIMES.map((t) => chanceLevel + (1 - chanceLevel) * skill(t));
    const fit = fitted(shape, { t: TIMES, y }, { chanceLevel });
    for (const [i, t] of TIMES.entries()) expect(fit.meanAt(t)).toBeCloseTo(y[i] ?? Number.NaN, 6);
  });
});

describe('a quality family', () => {
  it('decays to the chance level, not to zero', () => {
    const series = simulated((t) => 0.25 + 0.75 / (1 + Math.exp(0.8 * t - 1.5)), 'to chance');
    const fit = fitted('logistic', series, { chanceLevel: 0.25 });
    expect(fit.meanAt(1000)).toBeCloseTo(0.25, 6);
  });

  it('clips a line where it leaves what shares can be', () => {
    const fit = fitted(
      'linear',
      simulated((t) => 0.9 - 0.05 * t, 'line'),
    );
    expect(fit.meanAt(100)).toBe(0);
    expect(fit.meanAt(-100)).toBe(1);
  });

  it('widens standard errors by over-dispersion, and never narrows them', () => {
    const random = seededRandom('over-dispersed');
    const calm = simulated(() => 0.7, 'calm');
    const wild = { ...calm, y: calm.y.map((share) => Math.min(1, share + 0.1 * (random.uniform() - 0.5))) };
    const errorOf = (fit: FamilyFit): number => fit.parameters[0]?.standardError ?? 0;
    const [ofCalm, ofWild] = [fitted('constant', calm), fitted('constant', wild)];
    expect(ofCalm.dispersion).toBeGreaterThanOrEqual(1);
    expect(ofWild.dispersion).toBeGreaterThan(1);
    const pearson = ofWild.residualSumOfSquares / ofWild.degreesOfFreedom;
    expect(ofWild.dispersion).toBeCloseTo(pearson, 12);
    expect(errorOf(ofWild) / errorOf(ofCalm)).toBeCloseTo(
      Math.sqrt(ofWild.dispersion / ofCalm.dispersion),
      1,
    );
  });

  it('has the noise of a new score: binomial, times the over-dispersion', () => {
    const fit = fitted(
      'constant',
      simulated(() => 0.7, 'noise'),
    );
    const share = fit.meanAt(3);
    expect(fit.noiseVarianceAt(3, 50)).toBeCloseTo((fit.dispersion * share * (1 - share)) / 50, 12);
    expect(fit.noiseVarianceAt(3)).toBeCloseTo(fit.noiseVarianceAt(3, TRIALS.at(-1)), 12);
  });

  it('takes declared events apart from decay', () => {
    const quality = (t: number): number => (t >= 6 ? 0.7 : 1) / (1 + Math.exp(0.1 * t - 1.5));
    const fit = fitted('logistic', simulated(quality, 'declared'), { stepTimes: [6] });
    const drop = fit.parameters.find(({ name }) => name === 'drop1');
    expect(Math.abs((drop?.value ?? 0) - 0.3)).toBeLessThan(3.5 * (drop?.standardError ?? 0));
    expect(fit.meanAt(6) / fit.meanAt(5.999)).toBeCloseTo(1 - (drop?.value ?? 0), 3);
  });

  it('refits from an earlier fit to the same place', () => {
    const series = simulated((t) => 0.2 + 0.6 * Math.exp(-0.3 * t), 'again');
    const once = fitted('exponential-floor', series);
    const again = fitted('exponential-floor', series, { start: once.working });
    for (const [i, value] of again.working.entries())
      expect(value).toBeCloseTo(once.working[i] ?? Number.NaN, 6);
  });

  it('does not say converged where every trial succeeded: quality is only bounded from below', () => {
    const fit = fitted('constant', { t: [0, 1, 2, 3], y: [1, 1, 1, 1], trials: [20, 20, 20, 20] });
    expect(fit.converged).toBe(false);
    expect(fit.covariance).toBeNull();
  });

  it('does not say converged where a floor has nothing to be told from', () => {
    const series = simulated(() => 0.7, 'flat');
    expect(fitted('weibull', series).converged).toBe(false);
  });

  it.each<[string, Partial<FamilySeries>, FamilyOptions, string]>([
    ['lists of two lengths', { y: [0.5] }, {}, 'invalid-observation'],
    ['a share above 1', { y: [0.5, 1.2, 0.5, 0.5] }, {}, 'invalid-observation'],
    ['times out of order', { t: [0, 2, 1, 3] }, {}, 'invalid-observation'],
    ['no trials', { trials: [1, 0, 1, 1] }, {}, 'invalid-observation'],
    ['censored shares', { censored: [true, false, false, false] }, {}, 'invalid-observation'],
    ['a chance level of 1', {}, { chanceLevel: 1 }, 'invalid-observation'],
    ['one time', { t: [1, 1, 1, 1] }, {}, 'no-time-spread'],
    ['two points', { t: [0, 1], y: [0.5, 0.6] }, {}, 'too-few-points'],
    ['steps that leave no freedom', {}, { stepTimes: [1, 2] }, 'too-few-points'],
  ])('refuses %s', (_what, wrong, options, code) => {
    const series = { t: [0, 1, 2, 3], y: [0.9, 0.8, 0.7, 0.6], ...wrong };
    expect(QUALITY_SHAPES.logistic.fit(series, options)).toMatchObject({ ok: false, error: { code } });
  });
});
