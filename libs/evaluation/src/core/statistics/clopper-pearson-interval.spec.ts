import * as fc from 'fast-check';
import { binomialCdf } from './binomial-distribution.js';
import { clopperPearsonInterval } from './clopper-pearson-interval.js';

const successesOfTrials = fc
  .integer({ min: 1, max: 5_000 })
  .chain((trials) => fc.tuple(fc.integer({ min: 0, max: trials }), fc.constant(trials)));

describe('clopperPearsonInterval', () => {
  // R, binom.test(17, 20); statsmodels agrees.
  it('of 17 in 20 is R’s', () => {
    const { lower, upper } = clopperPearsonInterval(17, 20);
    expect(lower).toBeCloseTo(0.621073, 6);
    expect(upper).toBeCloseTo(0.967929, 6);
  });

  it('is the rule of three’s exact form where nothing happened', () => {
    const { lower, upper } = clopperPearsonInterval(0, 50);
    expect(lower).toBe(0);
    expect(upper).toBeCloseTo(1 - 0.025 ** (1 / 50), 12);
  });

  it('ends where the tail of the binomial distribution has 2.5 %', () => {
    fc.assert(
      fc.property(successesOfTrials, ([successes, trials]) => {
        const { lower, upper } = clopperPearsonInterval(successes, trials);
        if (successes > 0) expect(1 - binomialCdf(successes - 1, trials, 1 - lower)).toBeCloseTo(0.025, 8);
        if (successes < trials) expect(binomialCdf(successes, trials, 1 - upper)).toBeCloseTo(0.025, 8);
      }),
    );
  });

  it('never covers less than its level', () => {
    const rate = fc.double({ min: 0.001, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), rate, (trials, chance) => {
        let covered = 0;
        for (let successes = 0; successes <= trials; successes += 1) {
          const { lower, upper } = clopperPearsonInterval(successes, trials);
          const upTo = (events: number): number => binomialCdf(events, trials, 1 - chance);
          if (lower <= chance && chance <= upper) covered += upTo(successes) - upTo(successes - 1);
        }
        expect(covered).toBeGreaterThanOrEqual(0.95 - 1e-9);
      }),
    );
  });

  it.each([
    [1, 0],
    [3, 2],
  ])('asserts on %i of %i', (successes, trials) => {
    expect(() => clopperPearsonInterval(successes, trials)).toThrow('out of range');
  });
});
