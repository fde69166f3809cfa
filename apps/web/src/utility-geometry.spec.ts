import { PLOT, utilityGeometry } from './utility-geometry.js';

const amounts = (p10: number, p50: number, p90: number) => ({
  p10: String(p10),
  p50: String(p50),
  p90: String(p90),
});
const points = [
  { t: 2026, utilityPerMonthMinor: amounts(50, 100, 150) },
  { t: 2030, utilityPerMonthMinor: amounts(-50, 0, 50) },
];
const never = { p10: null, p50: null, p90: null };

test('the band runs along its upper edge and back along the lower', () => {
  const { band, median } = utilityGeometry({ points, crossesZeroOn: never });
  expect(band).toBe('64,14 472,100 472,186 64,100');
  expect(median).toBe('64,57 472,143');
});

test('nothing has its line, and round amounts and years their places', () => {
  const { zero, amounts: ticks, years } = utilityGeometry({ points, crossesZeroOn: never });
  expect(zero).toBe(143);
  expect(ticks.map(({ value }) => value)).toEqual([-50, 0, 50, 100, 150]);
  expect(years.map(({ value }) => value)).toEqual([2026, 2027, 2028, 2029, 2030]);
});

test('a curve that never crosses zero has no crossing', () => {
  expect(utilityGeometry({ points, crossesZeroOn: never }).crossing).toBeUndefined();
});

test('a crossing that may lie beyond the horizon goes on to the end', () => {
  const crossesZeroOn = { p10: '2028-01-01', p50: '2029-01-01', p90: null };
  expect(utilityGeometry({ points, crossesZeroOn }).crossing).toEqual({
    from: 268,
    to: PLOT.right,
    median: 370,
  });
});

test('a curve without points is drawn as nothing', () => {
  const { band, median, zero } = utilityGeometry({ points: [], crossesZeroOn: never });
  expect([band, median]).toEqual(['', '']);
  expect(zero).toBe(PLOT.bottom);
});
