import { thetaForecast } from './theta-method.js';

/** The method as it was published: the mean of a line, and of smoothing a series of twice the curvature. */
function byTwoThetaLines(values: readonly number[], aheads: readonly number[]): readonly number[] {
  const count = values.length;
  const meanAt = (count - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const slope =
    values.reduce((sum, value, at) => sum + (at - meanAt) * value, 0) /
    values.reduce((sum, _, at) => sum + (at - meanAt) ** 2, 0);
  const lineAt = (at: number): number => mean + slope * (at - meanAt);
  const smoothed = (list: readonly number[], smoothing: number): number =>
    list.slice(1).reduce((level, value) => level + smoothing * (value - level), list[0] ?? 0);
  const squares = (smoothing: number): number =>
    values.reduce(
      (sum, value, at) => (at === 0 ? 0 : sum + (value - smoothed(values.slice(0, at), smoothing)) ** 2),
      0,
    );
  const smoothings = Array.from({ length: 100 }, (_, index) => (index + 1) / 100);
  const best = smoothings.reduce((a, b) => (squares(b) < squares(a) ? b : a));
  const curved = values.map((value, at) => 2 * value - lineAt(at));
  return aheads.map((ahead) => (lineAt(count - 1 + ahead) + smoothed(curved, best)) / 2);
}

describe('Theta', () => {
  it.each([[[3, 5, 4, 6, 8, 7, 9]], [[100, 80, 82, 60, 55, 57, 40, 41, 30]], [[1, 1, 1, 5, 5, 5]]])(
    'of %j is the mean of its two theta lines',
    (values) => {
      const expected = byTwoThetaLines(values, [1, 2, 5]);
      thetaForecast(values, [1, 2, 5]).forEach((point, index) => {
        expect(point).toBeCloseTo(expected[index] ?? Number.NaN, 9);
      });
    },
  );

  it('continues a constant series', () => {
    expect(thetaForecast([4, 4, 4, 4], [1, 9])).toEqual([4, 4]);
  });
});
