import { assert, seededRandom } from '#libs/kernel';
import { QUALITY_SHAPES } from './family-registry.js';
import { sampleParameters } from './sample-parameters.js';
import { shrunkDispersion } from './shrunk-dispersion.js';
import { pointsToWeigh, weighFamilies } from './weigh-families.js';

const decaying = (count: number): { readonly t: number[]; readonly y: number[] } => {
  const random = seededRandom('weighed');
  const t = Array.from({ length: count }, (_, i) => i);
  return { t, y: t.map((time) => (200 + 800 * Math.exp(-0.4 * time)) * Math.exp(0.03 * random.normal())) };
};

describe('weighFamilies', () => {
  it('gives weights that sum to 1, most of it to the family that made the series', () => {
    const families = weighFamilies('amount', decaying(24));
    expect(families).toHaveLength(10);
    expect(families.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 12);
    const heaviest = families.toSorted((left, right) => right.weight - left.weight)[0];
    expect(heaviest?.family).toBe('exponential-floor');
  });

  it('leaves out what the number of points does not admit, and says so', () => {
    for (const one of weighFamilies('amount', decaying(8))) {
      const admissible = ['naive', 'simple-smoothing', 'exponential'].includes(one.family);
      if (!admissible)
        expect(one).toMatchObject({ weight: 0, excluded: expect.stringContaining('points') as string });
    }
  });

  it('does not take clustered failures for evidence of a trend', () => {
    const t = Array.from({ length: 12 }, (_, i) => i);
    const trials = t.map(() => 400);
    const wobbly = t.map((time) => 0.7 + (time % 2 === 0 ? 0.07 : -0.07) - 0.004 * time);
    const weights = weighFamilies('quality', { t, y: wobbly, trials });
    const weightOf = (name: string): number => weights.find(({ family }) => family === name)?.weight ?? 0;
    expect(weightOf('constant')).toBeGreaterThan(weightOf('logistic') / 4);
  });

  it('has no weights where nothing is admissible', () => {
    const families = weighFamilies('amount', decaying(3));
    expect(families.every(({ weight }) => weight === 0)).toBe(true);
  });

  it('asks for three points a parameter and three degrees of freedom', () => {
    expect([1, 2, 3, 4].map(pointsToWeigh)).toEqual([4, 6, 9, 12]);
  });
});

describe('sampleParameters', () => {
  const { t, y } = decaying(20);
  const trials = t.map(() => 100);
  const series = { t, y: y.map((value) => Math.round(value / 12) / 100), trials };

  it('draws with the mean and the covariance of the fit', () => {
    const fit = QUALITY_SHAPES.logistic.fit(series);
    assert(fit.ok && fit.value.covariance !== null, 'the family converges');
    const { working, covariance } = fit.value;
    const random = seededRandom('draws');
    const draws = Array.from({ length: 4000 }, () => sampleParameters(fit.value, random) ?? []);
    const mean = (of: (draw: readonly number[]) => number): number =>
      draws.reduce((sum, draw) => sum + of(draw), 0) / draws.length;
    const [a = 0, b = 0] = working;
    const cross = mean((draw) => ((draw[0] ?? 0) - a) * ((draw[1] ?? 0) - b));
    expect(mean(([first = 0]) => first)).toBeCloseTo(a, 1);
    expect(cross / (covariance[0]?.[1] ?? 1)).toBeCloseTo(1, 0);
  });

  it('leaves a parameter without variance where it is', () => {
    const steps = { ...series, y: t.map((time) => (time >= 10 ? 0.4 : 0.8)) };
    const fit = QUALITY_SHAPES.step.fit(steps);
    assert(fit.ok, 'a step is found');
    expect(sampleParameters(fit.value, seededRandom('still'))?.[2]).toBe(10);
  });

  it('draws nothing from a fit that did not converge', () => {
    const fit = QUALITY_SHAPES.constant.fit({ t: [0, 1, 2], y: [1, 1, 1], trials: [5, 5, 5] });
    assert(fit.ok, 'a description is given');
    expect(sampleParameters(fit.value, seededRandom('none'))).toBeUndefined();
  });
});

describe('shrunkDispersion', () => {
  it('lies between the estimate and 1.5, nearer to the estimate with more points', () => {
    expect(shrunkDispersion(3, 4)).toBe(2.25);
    expect(shrunkDispersion(1, 1000)).toBeCloseTo(1, 2);
  });
});
