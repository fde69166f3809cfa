import { seededRandom } from '#libs/kernel';
import { sampleCorrelation } from 'simple-statistics';
import { normalQuantile } from '../../normal-distribution.js';
import { quantileOf } from '../quantiles.js';
import { FORECAST_LEVELS, forecastPaths, type PathNoise } from './forecast-paths.js';

/** A forecast that is normal at each time: N(100, scale²). */
const pointsOf = (scales: readonly number[]) =>
  scales.map((scale, t) => ({
    t,
    median: 100,
    mean: 100,
    intervals: FORECAST_LEVELS.map((level) => {
      const half = scale * normalQuantile((1 + level) / 2);
      return { level, lower: 100 - half, upper: 100 + half };
    }),
  }));

const YEARS = [0, 1];
const pathsOf = (noise: PathNoise) =>
  forecastPaths(pointsOf([10, 20]), YEARS, noise, 4_000, seededRandom('paths'));

const column = (noise: PathNoise, at: number): number[] => {
  const series = pathsOf(noise);
  return Array.from({ length: series.pathCount }, (_, index) => series.path(index)[at] ?? 0);
};

describe('paths of a forecast', () => {
  it('have the distribution of the forecast at each time', () => {
    const noise = { passingShare: [0.5, 0.2], isShown: true };
    for (const [at, scale] of [10, 20].entries()) {
      const sorted = Float64Array.from(column(noise, at)).sort();
      for (const level of [0.1, 0.3, 0.5, 0.9])
        expect(Math.abs(quantileOf(sorted, level) - (100 + scale * normalQuantile(level)))).toBeLessThan(
          0.08 * scale,
        );
    }
  });

  it('keep their place among the others as far as nothing passes', () => {
    const noise = { passingShare: [0, 0], isShown: true };
    expect(sampleCorrelation(column(noise, 0), column(noise, 1))).toBeGreaterThan(0.999);
  });

  it('lose it as far as noise passes', () => {
    const noise = { passingShare: [1, 1], isShown: true };
    expect(Math.abs(sampleCorrelation(column(noise, 0), column(noise, 1)))).toBeLessThan(0.06);
  });

  it('are narrower where they leave out what is only measured', () => {
    const noise = { passingShare: [0.75, 0.75], isShown: false };
    const sorted = Float64Array.from(column(noise, 0)).sort();
    expect(quantileOf(sorted, 0.9) - 100).toBeCloseTo(10 * normalQuantile(0.9) * 0.5, 0);
  });
});
