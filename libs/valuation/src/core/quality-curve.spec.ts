import { assert, seededRandom } from '#libs/kernel';
import fc from 'fast-check';
import type { QualityObservation } from './binomial-quality.js';
import { fitConstantQuality } from './constant-quality.js';
import { fitLogisticDecay } from './logistic-decay.js';
import { fitQualityCurve, type QualityCurve } from './quality-curve.js';
import { qualityDraws } from './quality-draws.js';
import { curveAt, qualityAt } from './quality-interval.js';

const curveOf = (points: readonly QualityObservation[], chanceLevel = 0): QualityCurve => {
  const curve = fitQualityCurve(points, chanceLevel);
  assert(curve.ok, curve.ok ? '' : curve.error.reason);
  return curve.value;
};

const weightOf = (curve: QualityCurve, family: string): number =>
  curve.components.find(({ fit }) => fit.family === family)?.weight ?? NaN;

const series = (successes: readonly number[], trials: number): readonly QualityObservation[] =>
  successes.map((count, index) => ({ t: index - 5, successes: count, trials }));

const DECLINING = series([97, 95, 93, 88, 80, 71], 100);
const STEADY = series([88, 91, 90, 89, 92, 90], 100);

/** Series with right and wrong answers in every slice: neither separated nor perfect. */
const mixedSeries = fc
  .array(fc.record({ right: fc.integer({ min: 10, max: 60 }), wrong: fc.integer({ min: 1, max: 9 }) }), {
    minLength: 5,
    maxLength: 12,
  })
  .map((counts) => counts.map(({ right, wrong }, t) => ({ t, successes: right, trials: right + wrong })));

describe('quality curve', () => {
  it('weighs decay against no decay by the evidence', () => {
    expect(weightOf(curveOf(DECLINING), 'logistic')).toBeGreaterThan(0.99);
    expect(weightOf(curveOf(STEADY), 'constant')).toBeGreaterThan(0.9);
  });

  it('takes noise beyond binomial for weaker evidence of decay', () => {
    const clustered = series([99, 70, 98, 60, 90, 55], 100);
    const binomial = fitQualityCurve(clustered, 0);
    assert(binomial.ok, 'the series can be fitted');
    const [constant, logistic] = binomial.value.components.map(({ fit }) => fit.aicc ?? NaN);
    const naiveOdds = Math.exp(((constant ?? NaN) - (logistic ?? NaN)) / 2);
    const odds = weightOf(binomial.value, 'logistic') / weightOf(binomial.value, 'constant');
    expect(naiveOdds).toBeGreaterThan(100);
    expect(odds).toBeLessThan(1);
  });

  it('estimates a constant share by the pooled share', () => {
    const fit = fitConstantQuality(STEADY, 0);
    assert(fit.ok, 'the series can be fitted');
    expect(qualityAt(fit.value, 3, 0.95).q).toBeCloseTo(540 / 600, 12);
    // Var(logit p) = 1 / (n p (1 − p)).
    expect(fit.value.parameters.a.standardError).toBeCloseTo(1 / Math.sqrt(600 * 0.9 * 0.1), 12);
  });

  it('refuses four points, which leave no room to weigh decay', () => {
    const curve = fitQualityCurve(DECLINING.slice(0, 4), 0);
    expect(curve).toMatchObject({ ok: false, error: { code: 'too-few-points' } });
  });

  it('passes on the refusal of a family', () => {
    const curve = fitQualityCurve(series([100, 100, 100, 0, 0], 100), 0);
    expect(curve).toMatchObject({ ok: false, error: { code: 'separated' } });
  });

  it('refuses a model that is no better than guessing', () => {
    const curve = fitQualityCurve(series([50, 48, 51, 49, 47], 100), 0.5);
    expect(curve).toMatchObject({ ok: false, error: { code: 'no-skill' } });
  });
});

describe('quality at a time', () => {
  it('reproduces the delta-method interval on the log-odds scale', () => {
    // Beetle mortality (Bliss, 1935) at dose 1.8113: refitted with the origin of the dose there, so that the
    // interval is that of the intercept, widened by the root of 10.0268 / 6.
    const trials = [59, 60, 62, 56, 63, 59, 62, 60];
    const killed = [6, 13, 18, 28, 52, 53, 61, 60];
    const doses = [1.6907, 1.7242, 1.7552, 1.7842, 1.8113, 1.8369, 1.861, 1.8839];
    const fit = fitLogisticDecay(
      doses.map((t, index) => ({ t, successes: killed[index] ?? 0, trials: trials[index] ?? 0 })),
    );
    assert(fit.ok, 'the data can be fitted');
    const { q, lower, upper } = qualityAt(fit.value, 1.8113, 0.95);
    expect(q).toBeCloseTo(0.7951717727, 8);
    expect(lower).toBeCloseTo(0.7202753798, 8);
    expect(upper).toBeCloseTo(0.8540773268, 8);
  });

  it('lies inside its interval, and the interval inside [chance level, 1]', () => {
    fc.assert(
      fc.property(
        mixedSeries,
        fc.constantFrom(0, 0.1, 0.5),
        fc.double({ min: -10, max: 30, noNaN: true }),
        (points, chanceLevel, t) => {
          const curve = fitQualityCurve(points, chanceLevel);
          fc.pre(curve.ok);
          const { q, lower, upper } = curveAt(curve.value, t, 0.9);
          expect(chanceLevel).toBeLessThanOrEqual(lower);
          expect(lower).toBeLessThanOrEqual(q);
          expect(q).toBeLessThanOrEqual(upper);
          expect(upper).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  it('is wider at a higher level', () => {
    const curve = curveOf(DECLINING);
    const [narrow, wide] = [curveAt(curve, 1, 0.8), curveAt(curve, 1, 0.95)];
    expect(wide.lower).toBeLessThan(narrow.lower);
    expect(wide.upper).toBeGreaterThan(narrow.upper);
  });

  it('for a single family equals the quantiles of the mixture with all weight on it', () => {
    const fit = fitLogisticDecay(DECLINING);
    assert(fit.ok, 'the series can be fitted');
    const alone = curveAt({ chanceLevel: 0, components: [{ fit: fit.value, weight: 1 }] }, 1.5, 0.95);
    const direct = qualityAt(fit.value, 1.5, 0.95);
    expect(alone.q).toBeCloseTo(direct.q, 12);
    expect(alone.lower).toBeCloseTo(direct.lower, 10);
    expect(alone.upper).toBeCloseTo(direct.upper, 10);
  });
});

describe('quality draws', () => {
  it('spread as the interval of the curve says, over both families', () => {
    const curve = curveOf(series([92, 91, 90, 89, 86, 87], 100));
    expect(weightOf(curve, 'logistic')).toBeGreaterThan(0.1);
    expect(weightOf(curve, 'constant')).toBeGreaterThan(0.1);
    const draw = qualityDraws(curve);
    const random = seededRandom('spread');
    const { lower, q, upper } = curveAt(curve, 1, 0.8);
    const drawn = Array.from({ length: 10_000 }, () => draw(random, [1])[0] ?? NaN);
    const shareBelow = (limit: number): number =>
      drawn.filter((value) => value < limit).length / drawn.length;
    expect(shareBelow(lower)).toBeCloseTo(0.1, 1);
    expect(Math.abs(shareBelow(lower) - 0.1)).toBeLessThan(0.012);
    expect(Math.abs(shareBelow(q) - 0.5)).toBeLessThan(0.02);
    expect(Math.abs(shareBelow(upper) - 0.9)).toBeLessThan(0.012);
  });

  it('are the same for the same seed', () => {
    const draw = qualityDraws(curveOf(DECLINING));
    expect(draw(seededRandom('one'), [0, 1, 2])).toEqual(draw(seededRandom('one'), [0, 1, 2]));
    expect(draw(seededRandom('one'), [0, 1, 2])).not.toEqual(draw(seededRandom('two'), [0, 1, 2]));
  });
});
