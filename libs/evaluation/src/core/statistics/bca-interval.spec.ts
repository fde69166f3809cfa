import * as fc from 'fast-check';
import { bcaInterval } from './bca-interval.js';
import { linearQuantile } from './quantile.js';
import { valueOf } from './refusal.js';

/** Replicates spread evenly around the estimate, and a jackknife without skewness. */
const symmetric = {
  estimate: 0,
  replicates: Float64Array.from({ length: 2_001 }, (_, index) => (index - 1_000) / 1_000),
  leaveOneOut: Float64Array.of(-1, 0, 1),
};

describe('bcaInterval', () => {
  it('is the percentile interval where there is neither bias nor acceleration', () => {
    const { bias, acceleration, lower, upper } = valueOf(bcaInterval(symmetric));
    expect(bias).toBe(0);
    expect(acceleration).toBe(0);
    expect(lower).toBeCloseTo(linearQuantile(symmetric.replicates, 0.025), 12);
    expect(upper).toBeCloseTo(linearQuantile(symmetric.replicates, 0.975), 12);
  });

  it('moves up where most resamples lie below the estimate', () => {
    const plain = valueOf(bcaInterval(symmetric));
    const biased = valueOf(bcaInterval({ ...symmetric, estimate: 0.3 }));
    expect(biased.bias).toBeGreaterThan(0);
    expect(biased.lower).toBeGreaterThan(plain.lower);
    expect(biased.upper).toBeGreaterThan(plain.upper);
  });

  it('has the acceleration of Efron and Tibshirani 1993, section 14.3', () => {
    const leaveOneOut = Float64Array.of(1, 2, 3, 10);
    const deviations = [3, 2, 1, -6];
    const sum = (power: number): number => deviations.reduce((total, value) => total + value ** power, 0);
    expect(valueOf(bcaInterval({ ...symmetric, leaveOneOut })).acceleration).toBeCloseTo(
      sum(3) / (6 * sum(2) ** 1.5),
      12,
    );
  });

  it('follows a shift and a stretch', () => {
    const replicates = fc
      .array(fc.integer({ min: -100, max: 100 }), { minLength: 50, maxLength: 100 })
      .map((values) => Float64Array.from(values));
    fc.assert(
      fc.property(replicates, fc.integer({ min: -100, max: 100 }), (values, estimate) => {
        const outcome = { estimate, replicates: values, leaveOneOut: values.subarray(0, 10) };
        const interval = bcaInterval(outcome);
        fc.pre(interval.ok);
        const moved = (list: Float64Array): Float64Array => list.map((value) => 2 * value + 16);
        const other = valueOf(
          bcaInterval({
            estimate: 2 * estimate + 16,
            replicates: moved(values),
            leaveOneOut: moved(outcome.leaveOneOut),
          }),
        );
        expect(other.upper).toBeCloseTo(2 * valueOf(interval).upper + 16, 9);
        expect(valueOf(interval).lower).toBeLessThanOrEqual(valueOf(interval).upper);
      }),
    );
  });

  it('refuses resamples that do not vary, but for rounding', () => {
    const replicates = Float64Array.of(0.3, 0.1 + 0.2, 0.3);
    expect(bcaInterval({ ...symmetric, estimate: 0.3, replicates })).toMatchObject({
      error: { code: 'no-variation' },
    });
  });

  it('refuses resamples that lie on one side', () => {
    expect(bcaInterval({ ...symmetric, estimate: 2 })).toMatchObject({ error: { code: 'biased-resamples' } });
    expect(bcaInterval({ ...symmetric, estimate: 0.96 })).toMatchObject({
      error: { code: 'biased-resamples' },
    });
    expect(bcaInterval({ ...symmetric, estimate: 0.9 })).toMatchObject({ ok: true });
  });
});
