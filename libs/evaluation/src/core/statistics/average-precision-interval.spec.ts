import * as fc from 'fast-check';
import { averagePrecisionInterval } from './average-precision-interval.js';
import { normalCriticalValue } from './normal-distribution.js';
import { wilsonInterval } from './wilson-interval.js';

const logit = (share: number): number => Math.log(share / (1 - share));

describe('averagePrecisionInterval', () => {
  it('reaches z/sqrt(nθ(1 − θ)) to either side of the logit (Boyd, Eng and Page 2013)', () => {
    const { lower, upper } = averagePrecisionInterval(0.8, 100);
    const reach = normalCriticalValue(0.95) / Math.sqrt(16);
    expect(logit(0.8) - logit(lower)).toBeCloseTo(reach, 12);
    expect(logit(upper) - logit(0.8)).toBeCloseTo(reach, 12);
  });

  it('holds the value, stays within [0, 1], and narrows with more positives', () => {
    const share = fc.double({ min: 0.01, max: 0.99, noNaN: true });
    fc.assert(
      fc.property(share, fc.integer({ min: 1, max: 10_000 }), (value, positives) => {
        const { lower, upper } = averagePrecisionInterval(value, positives);
        expect(lower).toBeGreaterThanOrEqual(0);
        expect(lower).toBeLessThan(value);
        expect(upper).toBeGreaterThan(value);
        expect(upper).toBeLessThanOrEqual(1);
        const narrower = averagePrecisionInterval(value, positives * 4);
        expect(narrower.lower).toBeGreaterThan(lower);
        expect(narrower.upper).toBeLessThan(upper);
      }),
    );
  });

  it('is Wilson’s at 1, where the logit has no end', () => {
    expect(averagePrecisionInterval(1, 25)).toEqual(wilsonInterval(25, 25));
  });
});
