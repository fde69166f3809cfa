import fc from 'fast-check';
import { leastSquares } from './least-squares.js';

const number = fc.double({ min: -10, max: 10, noNaN: true });

describe('least squares', () => {
  it('finds the coefficients of a polynomial it is given exactly', () => {
    const xs = [0, 0.1, 0.3, 0.5, 0.8, 1];
    const rows = xs.map((x) => [1, x, x ** 2]);
    const [a, b, c] = leastSquares(
      rows,
      xs.map((x) => 2 - 3 * x + 0.5 * x ** 2),
    );
    expect(a).toBeCloseTo(2, 10);
    expect(b).toBeCloseTo(-3, 10);
    expect(c).toBeCloseTo(0.5, 10);
  });

  it('leaves residuals that no column explains', () => {
    const sample = fc.array(fc.tuple(number, number, number), { minLength: 6, maxLength: 30 });
    fc.assert(
      fc.property(sample, (drawn) => {
        const rows = drawn.map(([x, z]) => [1, x, z]);
        const values = drawn.map(([, , y]) => y);
        const weights = leastSquares(rows, values);
        const residuals = rows.map(
          (row, index) => (values[index] ?? 0) - row.reduce((sum, x, at) => sum + x * (weights[at] ?? 0), 0),
        );
        for (const column of [0, 1, 2])
          expect(
            Math.abs(rows.reduce((sum, row, at) => sum + (row[column] ?? 0) * (residuals[at] ?? 0), 0)),
          ).toBeLessThan(1e-3);
      }),
    );
  });

  it('gives nothing to a column that others explain', () => {
    const rows = [1, 2, 3, 4].map((x) => [1, x, 2 * x]);
    expect(leastSquares(rows, [1, 2, 3, 4])[2]).toBe(0);
  });
});
