import { normalCdf, normalQuantile } from './normal-distribution.js';

describe('normal distribution', () => {
  it('agrees with tabulated quantiles', () => {
    expect(normalQuantile(0.5)).toBe(0);
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 14);
    expect(normalQuantile(0.9)).toBeCloseTo(1.2815515655446004, 14);
  });

  it('keeps its digits far out in the tail', () => {
    expect(normalCdf(-8, 0, 1) / 6.220960574271784e-16).toBeCloseTo(1, 12);
    expect(normalQuantile(1e-10)).toBeCloseTo(-6.361340902404056, 12);
  });

  it('takes mean and standard deviation', () => {
    expect(normalCdf(7, 3, 2)).toBeCloseTo(normalCdf(2, 0, 1), 15);
  });
});
