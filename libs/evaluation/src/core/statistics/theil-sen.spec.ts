import * as fc from 'fast-check';
import { valueOf } from './refusal.js';
import { theilSen } from './theil-sen.js';

const y = fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 6, maxLength: 15 });
const places = (series: readonly number[]): number[] => series.map((_, index) => index);

describe('theilSen', () => {
  // scipy 1.17.1, theilslopes(y, x).
  it.each([
    [[0, 1, 2, 3, 4, 5, 6, 7], [1, 2.5, 2, 4.1, 3.9, 6, 5.5, 7.7], 0.875, 0.9375, 0.5, 1.2666666666666668],
    [
      [1, 2, 2, 3, 5, 8, 8, 9],
      [2, 3, 3, 3, 9, 1, 7, 7],
      0.5982142857142857,
      0.6071428571428572,
      -0.3333333333333333,
      1.75,
    ],
    [
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
      [5, 4, 4, 6, 3, 2, 2, 1, 3, 0, -1, -1],
      -0.5555555555555556,
      5.555555555555555,
      -0.6666666666666666,
      -0.5,
    ],
  ])('of %j and %j is scipy’s', (x, series, slope, intercept, lower, upper) => {
    const line = valueOf(theilSen(x, series));
    expect(line.slope).toBeCloseTo(slope, 12);
    expect(line.intercept).toBeCloseTo(intercept, 12);
    expect(line.lower).toBeCloseTo(lower, 12);
    expect(line.upper).toBeCloseTo(upper, 12);
  });

  it('is not moved by one wild value', () => {
    const straight = [0, 2, 4, 6, 8, 10, 12, 14, 16];
    const line = valueOf(theilSen(places(straight), straight.with(4, 1e6)));
    expect(line.slope).toBeCloseTo(2, 12);
  });

  it('follows a tilt and a stretch, and lies within its interval', () => {
    fc.assert(
      fc.property(y, (series) => {
        const line = theilSen(places(series), series);
        fc.pre(line.ok);
        const { slope, lower, upper } = valueOf(line);
        expect(lower).toBeLessThanOrEqual(slope);
        expect(upper).toBeGreaterThanOrEqual(slope);
        const tilted = valueOf(
          theilSen(
            places(series),
            series.map((value, place) => 2 * value + 3 * place),
          ),
        );
        expect(tilted.slope).toBeCloseTo(2 * slope + 3, 9);
        expect(tilted.lower).toBeCloseTo(2 * lower + 3, 9);
      }),
    );
  });

  it('refuses an interval that four values leave open, and gives that of five', () => {
    expect(theilSen([0, 1, 2, 3], [0, 1, 3, 4])).toMatchObject({ error: { code: 'too-few-rows' } });
    expect(theilSen([0, 1, 2, 3, 4], [0, 1, 3, 4, 6])).toMatchObject({ ok: true });
  });

  it('refuses values that hardly vary, and a single place', () => {
    const flat = Array.from({ length: 10 }, (_, index) => Number(index === 9));
    expect(theilSen(flat, flat)).toMatchObject({ error: { code: 'zero-variance' } });
    expect(theilSen([1, 1, 1], [1, 2, 3])).toMatchObject({ error: { code: 'too-few-rows' } });
  });
});
