import fc from 'fast-check';
import { backSubstitute, conditionOf, pivotedQr, rankOf, transposedTimes } from './pivoted-qr.js';
import { covarianceOf, unplacedParameters } from './parameter-covariance.js';

/** Numbers whose products do not underflow, which would spoil the oracle rather than the factor. */
const entry = fc
  .double({ min: -10, max: 10, noNaN: true })
  .map((value) => (Math.abs(value) < 1e-6 ? 0 : value));
const column = (rowCount: number): fc.Arbitrary<Float64Array> =>
  fc.array(entry, { minLength: rowCount, maxLength: rowCount }).map((values) => Float64Array.from(values));
const matrix = fc.array(column(6), { minLength: 1, maxLength: 4 });

const times = (columns: readonly Float64Array[], weights: ArrayLike<number>): number[] =>
  Array.from({ length: columns[0]?.length ?? 0 }, (_, i) =>
    columns.reduce((sum, values, k) => sum + (values[i] ?? 0) * (weights[k] ?? 0), 0),
  );

const inner = (left: ArrayLike<number>, right: ArrayLike<number>): number =>
  Array.from(left).reduce((sum, value, i) => sum + value * (right[i] ?? 0), 0);

describe('pivotedQr', () => {
  it('solves least squares: residuals are orthogonal to every column', () => {
    fc.assert(
      fc.property(matrix, column(6), (columns, right) => {
        const factor = pivotedQr(columns);
        const solution = backSubstitute(factor, transposedTimes(factor, right), rankOf(factor));
        const residuals = times(columns, solution).map((value, i) => (right[i] ?? 0) - value);
        for (const values of columns) {
          const scale =
            Math.sqrt(inner(values, values) * inner(right, right)) * Math.min(conditionOf(factor) || 1, 1e6);
          expect(Math.abs(inner(values, residuals))).toBeLessThanOrEqual(1e-12 * (scale + 1e-300));
        }
      }),
    );
  });

  it('keeps lengths', () => {
    fc.assert(
      fc.property(matrix, column(6), (columns, right) => {
        const rotated = transposedTimes(pivotedQr(columns), right);
        expect(inner(rotated, rotated)).toBeCloseTo(inner(right, right), 8);
      }),
    );
  });

  it('finds the rank whatever the units of the columns', () => {
    const columns = [
      Float64Array.of(1e-9, 2e-9, 3e-9, 4e-9),
      Float64Array.of(1e9, 1e9, -1e9, 1e9),
      Float64Array.of(1, 2, 3, 4),
    ];
    expect(rankOf(pivotedQr(columns.slice(0, 2)))).toBe(2);
    expect(rankOf(pivotedQr(columns))).toBe(2);
    expect(rankOf(pivotedQr([new Float64Array(4)]))).toBe(0);
  });

  it('names the columns that stand in for each other', () => {
    const columns = [
      Float64Array.of(1, 2, 3, 4),
      Float64Array.of(1, 0, 1, 0),
      Float64Array.of(2, 4, 6, 8),
      new Float64Array(4),
    ];
    const factor = pivotedQr(columns);
    expect(unplacedParameters(factor, rankOf(factor))).toEqual([0, 2, 3]);
  });

  it('inverts the normal matrix without forming it', () => {
    // Columns (1,1,1,1) and (1,2,3,4): AᵀA = [[4,10],[10,30]], whose inverse is [[1.5,−0.5],[−0.5,0.2]].
    const covariance = covarianceOf(pivotedQr([Float64Array.of(1, 1, 1, 1), Float64Array.of(1, 2, 3, 4)]), 2);
    expect(covariance.flat().map((value) => Number(value.toFixed(12)))).toEqual([3, -1, -1, 0.4]);
  });
});
