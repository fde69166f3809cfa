import * as fc from 'fast-check';
import { equivalentTrials } from './equivalent-trials.js';
import { wilsonInterval } from './statistics/index.js';

describe('equivalentTrials', () => {
  it('gives counts back as they went in', () => {
    const counts = fc
      .integer({ min: 1, max: 5_000 })
      .chain((trials) => fc.tuple(fc.integer({ min: 0, max: trials }), fc.constant(trials)));
    fc.assert(
      fc.property(counts, ([successes, trials]) => {
        const { lower, upper } = wilsonInterval(successes, trials);
        const found = equivalentTrials(successes / trials, upper - lower, 10_000);
        // Fewer trials can give the same width only by rounding.
        expect(found.trials).toBeLessThanOrEqual(trials);
        expect(found.trials).toBeGreaterThan(trials * 0.98 - 2);
      }),
    );
  });

  it('takes a wider interval for fewer trials', () => {
    expect(equivalentTrials(0.9, 0.2, 1_000).trials).toBeLessThan(equivalentTrials(0.9, 0.1, 1_000).trials);
  });

  it('never claims more trials than there are rows', () => {
    expect(equivalentTrials(0.5, 1e-6, 40)).toEqual({ successes: 20, trials: 40 });
  });
});
