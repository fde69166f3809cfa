import { forecastStandardDeviation } from './forecast-deviation.js';

describe('forecast standard deviation', () => {
  it('finds the spread of a log-normal from its deciles', () => {
    const decile = 1.2815515655446004;
    expect(
      forecastStandardDeviation(100 * Math.exp(-0.3 * decile), 100 * Math.exp(0.3 * decile)),
    ).toBeCloseTo(Math.exp(0.3) - 1, 12);
  });

  it('is nothing for a certain price, and undefined from nothing upwards', () => {
    expect(forecastStandardDeviation(5, 5)).toBe(0);
    expect(forecastStandardDeviation(0, 5)).toBeNull();
  });
});
