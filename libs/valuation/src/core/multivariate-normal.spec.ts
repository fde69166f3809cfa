import { AssertionFailure, seededRandom } from '#libs/kernel';
import { cholesky, drawNormal, quadraticForm } from './multivariate-normal.js';

describe('multivariate normal', () => {
  it('factors a covariance into a lower triangle', () => {
    // Golub and Van Loan (2013), section 4.2: [[2, −2], [−2, 5]] = L Lᵀ.
    const [[a] = [], [b, c] = []] = cholesky([
      [2, -2],
      [-2, 5],
    ]);
    expect([a, b, c]).toEqual([Math.SQRT2, -2 / Math.SQRT2, expect.closeTo(Math.sqrt(3), 14)]);
  });

  it('asserts positive definiteness', () => {
    expect(() =>
      cholesky([
        [1, 2],
        [2, 1],
      ]),
    ).toThrow(AssertionFailure);
  });

  it('draws with the mean and the covariance it was given', () => {
    const random = seededRandom('bivariate');
    const lower = cholesky([
      [4, -1.5],
      [-1.5, 1],
    ]);
    const draws = Array.from({ length: 20_000 }, () => drawNormal([3, -2], lower, random));
    const mean = (measure: (x: number, y: number) => number): number =>
      draws.reduce((sum, [x = 0, y = 0]) => sum + measure(x, y), 0) / draws.length;
    expect(mean((x) => x)).toBeCloseTo(3, 1);
    expect(mean((_x, y) => y)).toBeCloseTo(-2, 1);
    expect(mean((x) => (x - 3) ** 2)).toBeCloseTo(4, 0);
    expect(mean((x, y) => (x - 3) * (y + 2))).toBeCloseTo(-1.5, 1);
    expect(mean((_x, y) => (y + 2) ** 2)).toBeCloseTo(1, 1);
  });

  it('gives the variance of a linear function', () => {
    const covariance = [
      [4, -1.5],
      [-1.5, 1],
    ];
    expect(quadraticForm([1, 2], covariance)).toBe(4 + 2 * 2 * -1.5 + 4);
  });
});
