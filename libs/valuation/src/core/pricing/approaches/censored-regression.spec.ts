import fc from 'fast-check';
import { assertDefined, seededRandom } from '#libs/kernel';
import { normalCdf } from '../../normal-distribution.js';
import { type CensoredOutcome, censoredRegression } from './censored-regression.js';

/** Log-likelihood of the Tobit model, written out. */
function logLikelihood(
  outcomes: readonly CensoredOutcome[],
  coefficients: readonly number[],
  deviation: number,
): number {
  return outcomes.reduce((sum, { x, y, isBelow, weight }) => {
    const centre = x.reduce((total, value, index) => total + value * (coefficients[index] ?? 0), 0);
    const z = (y - centre) / deviation;
    return sum + weight * (isBelow ? Math.log(normalCdf(z, 0, 1)) : -Math.log(deviation) - z ** 2 / 2);
  }, 0);
}

function lots(seed: string, count: number, reserve: number): readonly CensoredOutcome[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => {
    const x = [1, random.normal()];
    const price = 0.5 + 0.8 * (x[1] ?? 0) + 0.6 * random.normal();
    return { x, y: Math.max(price, reserve), isBelow: price < reserve, weight: 1 };
  });
}

describe('censored regression', () => {
  it('is least squares where nothing is censored', () => {
    const outcomes = [
      { x: [1, 0], y: 1, isBelow: false, weight: 1 },
      { x: [1, 1], y: 3, isBelow: false, weight: 1 },
      { x: [1, 2], y: 2, isBelow: false, weight: 1 },
    ];
    const { coefficients, deviation } = censoredRegression(outcomes, [0, 0]);
    expect(coefficients[0]).toBeCloseTo(1.5, 8);
    expect(coefficients[1]).toBeCloseTo(0.5, 8);
    expect(deviation).toBeCloseTo(Math.sqrt(1.5 / 3), 8);
  });

  it('stands at a maximum of the likelihood', () => {
    const outcomes = lots('maximum', 200, 0.2);
    const { coefficients, deviation } = censoredRegression(outcomes, [0, 0]);
    const [constant = 0, slope = 0] = coefficients;
    const reached = logLikelihood(outcomes, coefficients, deviation);
    for (const step of [-0.01, 0.01]) {
      expect(logLikelihood(outcomes, [constant + step, slope], deviation)).toBeLessThan(reached);
      expect(logLikelihood(outcomes, [constant, slope + step], deviation)).toBeLessThan(reached);
      expect(logLikelihood(outcomes, coefficients, deviation + step)).toBeLessThan(reached);
    }
  });

  it('recovers what unsold lots would have brought, which leaving them out overstates', () => {
    const outcomes = lots('selection', 4_000, 0.4);
    const [constant = 0, slope = 0] = censoredRegression(outcomes, [0, 0]).coefficients;
    expect(constant).toBeCloseTo(0.5, 1);
    expect(slope).toBeCloseTo(0.8, 1);
    const sold = outcomes.filter(({ isBelow }) => !isBelow);
    expect(assertDefined(censoredRegression(sold, [0, 0]).coefficients[0], 'a constant')).toBeGreaterThan(
      0.65,
    );
  });

  it('is finite when every lot stayed unsold', () => {
    const unsold = Array.from({ length: 5 }, () => ({ x: [1], y: 0, isBelow: true, weight: 1 }));
    const { coefficients } = censoredRegression(unsold, [0]);
    expect(Number.isFinite(coefficients[0])).toBe(true);
    expect(coefficients[0]).toBeLessThan(0);
  });

  it('pulls a slope towards nothing, the more the stronger its prior', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000 }), (seed) => {
        const outcomes = lots(String(seed), 12, -1);
        const slopeUnder = (ridge: number): number =>
          Math.abs(censoredRegression(outcomes, [0, ridge]).coefficients[1] ?? 0);
        expect(slopeUnder(50)).toBeLessThanOrEqual(slopeUnder(0) + 1e-9);
      }),
      { numRuns: 20 },
    );
  });
});
