import { seededRandom } from '#libs/kernel';
import { curvatureTest } from './curvature-test.js';

const points = (values: readonly number[], variance = 1) =>
  values.map((value, t) => ({ t, value, variance }));

describe('curvature test', () => {
  it('adds up the distances of middle points in units of chance', () => {
    // Distances 1 and −3 of variance 1 + 1/4 + 1/4.
    const { triples, dispersion, tail } = curvatureTest(points([0, 1, 0, 4, 1, 4]));
    expect(triples).toBe(2);
    expect(dispersion).toBeCloseTo((1 + 9) / 1.5 / 2, 12);
    // Two degrees of freedom: 1 − exp(−x / 2).
    expect(tail).toBeCloseTo(1 - Math.exp(-10 / 1.5 / 2), 10);
  });

  it('finds nothing on a line, however the times are spaced', () => {
    const line = [0, 0.3, 2, 2.1, 5, 9].map((t) => ({ t, value: 7 - 3 * t, variance: 1 }));
    expect(curvatureTest(line).dispersion).toBeCloseTo(0, 20);
  });

  it('leaves the earliest points out where they make no triple', () => {
    expect(curvatureTest(points([100, -100, 0, 1, 0, 4, 1, 4]))).toEqual(
      curvatureTest(points([0, 1, 0, 4, 1, 4])),
    );
  });

  it('finds chance too smooth as often as it says', () => {
    const random = seededRandom('curvature');
    const tails = Array.from({ length: 4_000 }, () =>
      curvatureTest(points(Array.from({ length: 12 }, () => random.normal()))),
    );
    const below = tails.filter(({ tail }) => tail < 0.05).length;
    // 200 expected; four standard deviations are 55.
    expect(Math.abs(below - 200)).toBeLessThan(55);
  });
});
