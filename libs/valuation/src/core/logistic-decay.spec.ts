import { assert, seededRandom } from '#libs/kernel';
import fc from 'fast-check';
import type { QualityObservation } from './binomial-quality.js';
import { fitLogisticDecay } from './logistic-decay.js';
import type { QualityFit } from './quality-family.js';
import { parameterInterval } from './quality-interval.js';

const observations = (
  t: readonly number[],
  successes: readonly number[],
  trials: readonly number[],
): readonly QualityObservation[] =>
  t.map((time, index) => ({ t: time, successes: successes[index] ?? 0, trials: trials[index] ?? 0 }));

const fitted = (points: readonly QualityObservation[], chanceLevel = 0): QualityFit<'a' | 'b'> => {
  const fit = fitLogisticDecay(points, chanceLevel);
  assert(fit.ok, fit.ok ? '' : fit.error.reason);
  return fit.value;
};

const refusalOf = (points: readonly QualityObservation[], chanceLevel = 0): string => {
  const fit = fitLogisticDecay(points, chanceLevel);
  return fit.ok ? 'fitted' : fit.error.code;
};

/** Bliss (1935): beetles killed by carbon disulphide, log10 dose in mg/l. Dobson (2002), table 7.2. */
const BEETLES = observations(
  [1.6907, 1.7242, 1.7552, 1.7842, 1.8113, 1.8369, 1.861, 1.8839],
  [6, 13, 18, 28, 52, 53, 61, 60],
  [59, 60, 62, 56, 63, 59, 62, 60],
);

/**
 * Crawler user agents by the year in which a public catalogue added them, and how many of them
 * es6-crawler-detect 4.0.2 recognises. Times in years from the middle of 2026.
 */
const CRAWLERS = observations(
  [-10, -9, -8, -7, -6, -4, -2, -1, 0],
  [385, 117, 179, 72, 64, 87, 23, 13, 630],
  [385, 117, 182, 76, 65, 95, 32, 21, 923],
);

describe('logistic decay', () => {
  it('reproduces the published logit fit of the beetle mortality data', () => {
    // Dobson (2002), section 7.3.1: −60.717 (5.181), 34.270 (2.912), deviance 11.23 on 6 degrees of freedom.
    const fit = fitted(BEETLES);
    expect(fit.parameters.a.value).toBeCloseTo(-60.717, 3);
    expect(-fit.parameters.b.value).toBeCloseTo(34.27, 3);
    expect(fit.parameters.a.standardError).toBeCloseTo(5.181, 3);
    expect(fit.parameters.b.standardError).toBeCloseTo(2.912, 3);
    expect(fit.deviance).toBeCloseTo(11.232, 3);
    expect(fit.degreesOfFreedom).toBe(6);
  });

  it('reproduces log-likelihood and Pearson dispersion of the beetle mortality data', () => {
    // AIC 41.43 as R's glm prints it; chi-square 10.0268 by maximising the likelihood without derivatives.
    const fit = fitted(BEETLES);
    expect(-2 * fit.logLikelihood + 4).toBeCloseTo(41.43, 2);
    expect(fit.overDispersion).toBeCloseTo(10.026817638807389 / 6, 6);
    expect(fit.aicc).toBeCloseTo(41.43026931451192 + 12 / 5, 8);
  });

  it('agrees with a derivative-free maximum of the likelihood with a chance level', () => {
    // Nelder and Mead on the same likelihood, standard errors from the expected information there.
    const fit = fitted(BEETLES, 0.05);
    expect(fit.parameters.a.value).toBeCloseTo(-70.4445662523, 5);
    expect(fit.parameters.b.value).toBeCloseTo(-39.6136773499, 5);
    expect(fit.parameters.a.standardError).toBeCloseTo(6.8626437034, 5);
    expect(fit.parameters.b.standardError).toBeCloseTo(3.8380242275, 5);
    expect(fit.deviance).toBeCloseTo(7.066379811503785, 8);
  });

  it('finds the decay of a real frozen model', () => {
    const fit = fitted(CRAWLERS);
    expect(fit.parameters.a.value).toBeCloseTo(0.732477841, 6);
    expect(fit.parameters.b.value).toBeCloseTo(0.4477044834, 6);
    expect(fit.parameters.b.standardError).toBeCloseTo(0.0389704764, 7);
    expect(fit.overDispersion).toBeCloseTo(13.76884621064744 / 7, 6);
    expect(parameterInterval(fit, 'b', 0.95).lower).toBeGreaterThan(0.3);
  });

  it('gives the same decay whatever the origin of time is', () => {
    const calendar = CRAWLERS.map((point) => ({ ...point, t: point.t + 2026.5 }));
    const there = fitted(calendar);
    const here = fitted(CRAWLERS);
    expect(there.parameters.b.value).toBeCloseTo(here.parameters.b.value, 9);
    expect(there.parameters.a.value - there.parameters.b.value * 2026.5).toBeCloseTo(
      here.parameters.a.value,
      7,
    );
    expect(there.deviance).toBeCloseTo(here.deviance, 8);
  });

  it('makes the score equations hold at the estimate', () => {
    const points = fc.array(
      fc.record({ right: fc.integer({ min: 1, max: 40 }), wrong: fc.integer({ min: 1, max: 40 }) }),
      { minLength: 3, maxLength: 12 },
    );
    fc.assert(
      fc.property(points, (counts) => {
        const series = counts.map(({ right, wrong }, t) => ({ t, successes: right, trials: right + wrong }));
        const { a, b } = fitted(series).parameters;
        const residuals = series.map(
          ({ t, successes, trials }) => successes - trials / (1 + Math.exp(b.value * t - a.value)),
        );
        expect(residuals.reduce((sum, residual) => sum + residual, 0)).toBeCloseTo(0, 6);
        expect(residuals.reduce((sum, residual, t) => sum + residual * t, 0)).toBeCloseTo(0, 5);
      }),
    );
  });
});

describe('logistic decay refuses', () => {
  it('fewer than three points with trials', () => {
    expect(refusalOf(observations([0, 1, 2], [9, 8, 0], [10, 10, 0]))).toBe('too-few-points');
  });

  it('points that all stand at one time', () => {
    expect(refusalOf(observations([1, 1, 1], [9, 8, 7], [10, 10, 10]))).toBe('no-time-spread');
  });

  it('a model that was never wrong', () => {
    expect(refusalOf(observations([0, 1, 2], [10, 20, 5], [10, 20, 5]))).toBe('all-successes');
  });

  it('a model that was never right', () => {
    expect(refusalOf(observations([0, 1, 2], [0, 0, 0], [10, 20, 5]))).toBe('no-skill');
  });

  it('complete separation', () => {
    expect(refusalOf(observations([0, 1, 2, 3], [10, 10, 0, 0], [10, 10, 10, 10]))).toBe('separated');
  });

  it('quasi-complete separation, in which only one moment is mixed', () => {
    expect(refusalOf(observations([0, 1, 2], [10, 4, 0], [10, 10, 10]))).toBe('separated');
    expect(refusalOf(observations([0, 1, 2], [0, 4, 10], [10, 10, 10]))).toBe('separated');
  });

  it('a step down to guessing, which has no finite slope either', () => {
    expect(refusalOf(observations([0, 1, 2, 3], [40, 40, 20, 20], [40, 40, 40, 40]), 0.5)).toBe(
      'no-finite-estimate',
    );
  });

  it('counts that no experiment can give', () => {
    expect(refusalOf(observations([0, 1, 2], [11, 8, 7], [10, 10, 10]))).toBe('invalid-observation');
    expect(refusalOf(observations([0, 1, 2], [1.5, 8, 7], [10, 10, 10]))).toBe('invalid-observation');
    expect(refusalOf(BEETLES, 1)).toBe('invalid-observation');
  });
});

describe('intervals for the decay', () => {
  const REPLICATIONS = 500;

  /** Share of replications whose 95 % interval for b holds the b that the data were simulated with. */
  function coverage(chanceLevel: number): number {
    const random = seededRandom(`coverage ${String(chanceLevel)}`);
    let covered = 0;
    for (let replication = 0; replication < REPLICATIONS; replication++) {
      const series = Array.from({ length: 10 }, (_, index) => {
        const t = index * 0.7;
        const q = chanceLevel + (1 - chanceLevel) / (1 + Math.exp(-(2 - 0.4 * t)));
        const trials = 60 + 10 * index;
        const successes = Array.from({ length: trials }, () => (random.uniform() < q ? 1 : 0)).reduce<number>(
          (sum, hit) => sum + hit,
          0,
        );
        return { t, successes, trials };
      });
      const { lower, upper } = parameterInterval(fitted(series, chanceLevel), 'b', 0.95);
      if (lower <= 0.4 && 0.4 <= upper) covered++;
    }
    return covered / REPLICATIONS;
  }

  it.each([0, 0.25])('cover the truth as often as they say, with chance level %s', (chanceLevel) => {
    const share = coverage(chanceLevel);
    expect(share).toBeGreaterThanOrEqual(0.92);
    expect(share).toBeLessThanOrEqual(0.98);
  });
});
