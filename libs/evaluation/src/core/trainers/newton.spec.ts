import { minimise } from './newton.js';

describe('minimise', () => {
  it('solves a quadratic exactly', () => {
    // x² + 2y² + xy − 3x: the gradient is 0 at x = 12/7, y = −3/7.
    const point = minimise(2, ([x = 0, y = 0]) => ({
      value: x * x + 2 * y * y + x * y - 3 * x,
      gradient: Float64Array.of(2 * x + y - 3, 4 * y + x),
      curvature: ([dx = 0, dy = 0]) => Float64Array.of(2 * dx + dy, dx + 4 * dy),
    }));
    expect(point[0]).toBeCloseTo(12 / 7, 9);
    expect(point[1]).toBeCloseTo(-3 / 7, 9);
  });

  it('takes shorter steps where a whole one would overshoot', () => {
    // √(1 + (x − 5)²): from 0 a whole Newton step leads to −125.
    const point = minimise(1, ([x = 0]) => {
      const root = Math.sqrt(1 + (x - 5) ** 2);
      return {
        value: root,
        gradient: Float64Array.of((x - 5) / root),
        curvature: ([dx = 0]) => Float64Array.of(dx / root ** 3),
      };
    });
    expect(point[0]).toBeCloseTo(5, 6);
  });
});
