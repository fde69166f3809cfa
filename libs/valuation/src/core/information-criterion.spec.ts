import { aiccOf, akaikeWeights, quasiAiccOf } from './information-criterion.js';

const FIT = { logLikelihood: -18.715, parameterCount: 2, observationCount: 8 };

describe('information criterion', () => {
  it('adds the small-sample correction of Hurvich and Tsai to AIC', () => {
    expect(aiccOf(FIT)).toBeCloseTo(41.43 + 12 / 5, 10);
  });

  it('is undefined where the correction has no denominator', () => {
    expect(aiccOf({ ...FIT, observationCount: 3 })).toBeNull();
  });

  it('divides the likelihood by over-dispersion and counts it as a parameter', () => {
    expect(quasiAiccOf(FIT, 2)).toBeCloseTo(18.715 + 6 + 24 / 4, 10);
  });

  it('is plain AICc without over-dispersion', () => {
    expect(quasiAiccOf(FIT, 0.4)).toBe(aiccOf(FIT));
  });

  it('turns a difference of two into odds of e', () => {
    const [better = 0, worse = 0] = akaikeWeights([10, 12]);
    expect(better / worse).toBeCloseTo(Math.E, 12);
    expect(better + worse).toBeCloseTo(1, 12);
  });

  it('gives a candidate without criterion no weight', () => {
    expect(akaikeWeights([10, null])).toEqual([1, 0]);
  });
});
