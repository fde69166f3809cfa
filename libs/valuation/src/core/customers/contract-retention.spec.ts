import { assert } from '#libs/kernel';
import {
  discountedResidualLifetime,
  fitRetention,
  retentionAt,
  type RetentionFit,
  survivalAt,
} from './contract-retention.js';

// Fader and Hardie (2007), "How to project customer retention", table 1: per mille still customers after each year.
const REGULAR = [1000, 631, 468, 382, 326, 289, 262, 241];
const HIGH_END = [1000, 869, 743, 653, 593, 551, 517, 491];

const fitted = (survivors: readonly number[]): RetentionFit => {
  const fit = fitRetention(survivors);
  assert(fit.ok, 'the cohort can be fitted');
  return fit.value;
};

const given = (alpha: number, beta: number): Pick<RetentionFit, 'parameters'> => ({
  parameters: { alpha: { value: alpha, standardError: 0 }, beta: { value: beta, standardError: 0 } },
});

describe('fitRetention', () => {
  it.each([
    ['regular', REGULAR, 0.704, 1.182],
    ['high-end', HIGH_END, 0.668, 3.806],
  ])('finds the published parameters of the %s customers', (_name, survivors, alpha, beta) => {
    const { parameters } = fitted(survivors);
    expect(parameters.alpha.value).toBeCloseTo(alpha, 3);
    expect(parameters.beta.value).toBeCloseTo(beta, 3);
  });

  it('projects the years that it has not seen', () => {
    // Years 8 to 12 of table 1.
    const published = { regular: [22.3, 20.7, 19.4, 18.3, 17.3], highEnd: [46.8, 44.5, 42.7, 40.9, 39.4] };
    for (const [survivors, shares] of [
      [REGULAR, published.regular],
      [HIGH_END, published.highEnd],
    ] as const) {
      const fit = fitted(survivors);
      const errors = shares.map((share, i) => Math.abs((100 * survivalAt(fit, 8 + i)) / share - 1));
      expect(errors.reduce((sum, error) => sum + error, 0) / errors.length).toBeLessThan(0.03);
    }
  });

  it('has a likelihood that does not depend on how survivors are told', () => {
    // The product of binomials and the multinomial of the paper have one maximum.
    const { parameters, logLikelihood } = fitted(HIGH_END);
    const near = fitted(HIGH_END.map((count) => 10 * count));
    expect(near.parameters.alpha.value).toBeCloseTo(parameters.alpha.value, 6);
    expect(near.logLikelihood).toBeCloseTo(10 * logLikelihood, 4);
  });

  it.each<[string, readonly number[], string]>([
    ['a cohort that grows', [100, 90, 95], 'invalid-observation'],
    ['a count that is no number', [100, Number.NaN, 80], 'invalid-observation'],
    ['one renewal', [100, 90], 'too-few-points'],
    ['a cohort that nobody leaves', [100, 100, 100, 100], 'no-finite-estimate'],
    ['one rate for all: loyalty that does not differ', [1000, 500, 250, 125, 62], 'no-finite-estimate'],
  ])('refuses %s', (_what, survivors, code) => {
    expect(fitRetention(survivors)).toMatchObject({ ok: false, error: { code } });
  });
});

describe('the shifted beta-geometric model', () => {
  it('loses customers as its retention says', () => {
    const fit = given(0.7, 1.2);
    for (const t of [1, 2, 10])
      expect(survivalAt(fit, t) / survivalAt(fit, t - 1)).toBeCloseTo(retentionAt(fit, t), 12);
  });

  it('retains more of those who have stayed longer', () => {
    const fit = given(0.7, 1.2);
    expect(retentionAt(fit, 5)).toBeGreaterThan(retentionAt(fit, 1));
    expect(discountedResidualLifetime(fit, 5, 0.1)).toBeGreaterThan(discountedResidualLifetime(fit, 0, 0.1));
  });

  it('is worth a perpetuity with equal loyalty near 1', () => {
    // All alike with retention 0.8 and rate 0.1: 0.8 Σ (0.8/1.1)^k = 0.8 / (1 − 0.8/1.1).
    expect(discountedResidualLifetime(given(2e7, 8e7), 0, 0.1)).toBeCloseTo(0.8 / (1 - 0.8 / 1.1), 5);
  });
});
