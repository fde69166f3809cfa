import { assertDefined, seededRandom } from '#libs/kernel';
import { AMOUNT_SHAPES } from '../families/index.js';
import { amountSeries, curveLogarithm } from './amount-scale.js';
import type { CandidateFit } from './candidate.js';
import { curveCandidate } from './curve-candidates.js';

const steps = (count: number): readonly number[] => Array.from({ length: count }, (_, step) => step);

function fitTo(amounts: readonly number[], counts: readonly number[]): readonly (CandidateFit | undefined)[] {
  const t = steps(amounts.length);
  const { fit: fitted } = curveCandidate(AMOUNT_SHAPES.exponential, { t, y: amounts }, curveLogarithm);
  return fitted(amountSeries(t, amounts, 1), counts);
}

const centreAt = (fit: CandidateFit | undefined, step: number): number =>
  assertDefined(fit, 'fitted').components.reduce(
    (sum, { weight, predict }) => sum + weight * predict(step).centre,
    0,
  );

const decay = (count: number, noise: number): readonly number[] => {
  const random = seededRandom('decay');
  return steps(count).map((step) => Math.exp(6 - 0.1 * step + noise * random.normal()));
};

describe('a curve as a candidate', () => {
  it('continues the curve, ever more slowly', () => {
    const [fit] = fitTo(decay(20, 0.01), [20]);
    expect(centreAt(fit, 20)).toBeCloseTo(6 - 0.1 * 20, 1);
    expect(centreAt(fit, 30)).toBeGreaterThan(6 - 0.1 * 30);
    expect(centreAt(fit, 30)).toBeLessThan(6 - 0.1 * 20);
  });

  it('starts from where the series stands, not from where the curve does', () => {
    const left = decay(20, 0.01).map((amount, step) => (step < 15 ? amount : 3 * amount));
    const [fit] = fitTo(left, [20]);
    expect(centreAt(fit, 20)).toBeCloseTo(Math.log(left.at(-1) ?? 0), 0);
  });

  it('is fitted to the past as it was known then', () => {
    const whole = decay(20, 0.05);
    const [early] = fitTo(whole, [12, 20]);
    const [alone] = fitTo(whole.slice(0, 12), [12]);
    expect(centreAt(early, 13)).toBeCloseTo(centreAt(alone, 13), 4);
  });

  it('is no candidate for fewer points than weighing it needs', () => {
    expect(fitTo(decay(5, 0.01), [5])).toEqual([undefined]);
  });
});
