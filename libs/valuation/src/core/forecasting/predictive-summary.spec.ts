import { stretchedQuantile, winsorisedMean } from './predictive-summary.js';

const draws = Float64Array.from({ length: 1_001 }, (_, index) => index / 1_000);
const distribution = (zeroChance: number) => ({ draws, zeroChance, natural: (value: number) => 10 + value });

describe('quantiles', () => {
  it('are those of the draws, taken back', () => {
    expect(stretchedQuantile(distribution(0), 0.25, 1)).toBeCloseTo(10.25, 12);
  });

  it('are stretched away from the median', () => {
    expect(stretchedQuantile(distribution(0), 0.75, 2)).toBeCloseTo(11, 12);
    expect(stretchedQuantile(distribution(0), 0.5, 2)).toBeCloseTo(10.5, 12);
  });

  it('are zero up to the chance of zero, and the draws share the rest', () => {
    expect(stretchedQuantile(distribution(0.2), 0.2, 1)).toBe(0);
    expect(stretchedQuantile(distribution(0.2), 0.6, 1)).toBeCloseTo(10.5, 12);
  });
});

describe('the mean', () => {
  it('counts zeros', () => {
    expect(winsorisedMean(distribution(0))).toBeCloseTo(10.5, 6);
    expect(winsorisedMean(distribution(0.5))).toBeCloseTo(5.25, 6);
  });

  it('is not carried away by the last draw', () => {
    const wild = Float64Array.from(draws).fill(700, 1_000);
    expect(winsorisedMean({ draws: wild, zeroChance: 0, natural: Math.exp })).toBeLessThan(2);
  });
});
