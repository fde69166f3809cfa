import * as fc from 'fast-check';
import { wilsonInterval } from './wilson-interval.js';

const trialsWithSuccesses = fc
  .integer({ min: 1, max: 1_000_000 })
  .chain((trials) => fc.tuple(fc.integer({ min: 0, max: trials }), fc.constant(trials)));

describe('wilsonInterval', () => {
  // statsmodels 0.13.5, proportion_confint(k, n, method='wilson').
  it.each([
    [0, 10, 0, 0.27753279986288926],
    [1, 10, 0.017876213095072924, 0.40415002679523854],
    [5, 10, 0.23659309051256394, 0.7634069094874361],
    [10, 10, 0.7224672001371106, 1],
    [6, 6, 0.6096657120978346, 1],
    [17, 20, 0.639581135259243, 0.9476312541037833],
    [170, 200, 0.7939442071583334, 0.89286406437758],
    [999, 1000, 0.9943574414020421, 0.9998234536293739],
  ])('agrees with statsmodels on %i of %i', (successes, trials, lower, upper) => {
    const interval = wilsonInterval(successes, trials);
    expect(interval.lower).toBeCloseTo(lower, 12);
    expect(interval.upper).toBeCloseTo(upper, 12);
  });

  it('contains the observed share and stays within [0, 1]', () => {
    fc.assert(
      fc.property(trialsWithSuccesses, ([successes, trials]) => {
        const { lower, upper } = wilsonInterval(successes, trials);
        expect(lower).toBeGreaterThanOrEqual(0);
        expect(lower).toBeLessThanOrEqual(successes / trials);
        expect(upper).toBeGreaterThanOrEqual(successes / trials);
        expect(upper).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('mirrors when successes and failures are exchanged', () => {
    fc.assert(
      fc.property(trialsWithSuccesses, ([successes, trials]) => {
        const interval = wilsonInterval(successes, trials);
        const mirrored = wilsonInterval(trials - successes, trials);
        expect(mirrored.lower).toBeCloseTo(1 - interval.upper, 12);
        expect(mirrored.upper).toBeCloseTo(1 - interval.lower, 12);
      }),
    );
  });

  it('inverts the score test: at either limit the observed share lies z standard errors away', () => {
    fc.assert(
      fc.property(trialsWithSuccesses, ([successes, trials]) => {
        fc.pre(successes > 0 && successes < trials);
        const { lower, upper } = wilsonInterval(successes, trials);
        for (const limit of [lower, upper]) {
          const standardErrors =
            Math.abs(successes / trials - limit) / Math.sqrt((limit * (1 - limit)) / trials);
          expect(standardErrors).toBeCloseTo(1.959963984540054, 6);
        }
      }),
    );
  });

  it('widens with the level', () => {
    const narrow = wilsonInterval(17, 20, 0.8);
    const wide = wilsonInterval(17, 20, 0.99);
    expect(wide.lower).toBeLessThan(narrow.lower);
    expect(wide.upper).toBeGreaterThan(narrow.upper);
  });

  it.each([
    [1, 0],
    [3, 2],
    [-1, 2],
    [0.5, 2],
  ])('asserts on %p of %p', (successes, trials) => {
    expect(() => wilsonInterval(successes, trials)).toThrow('out of range');
  });
});
