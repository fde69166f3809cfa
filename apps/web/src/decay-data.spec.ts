import { decayData, nearestSlice } from './decay-data.js';
import type { Evidence } from './evidence.js';

const score = { n: 10, successes: 9, value: 0.9, lower: 0.6, upper: 0.98 };

const evidence = (...years: readonly number[]): Evidence => ({
  key: 'one',
  name: 'one',
  isValued: true,
  isBaseline: false,
  dated: years.map((year) => ({ slice: String(year), label: String(year), year, score })),
  falsePositives: undefined,
});

const curve = [
  { t: 2016, q: 1, lower: 0.9, upper: 1 },
  { t: 2018, q: 0.8, lower: 0.5, upper: 0.9 },
];

test('slices and curve share one ascending axis without repetition', () => {
  const [years] = decayData([evidence(2017, 2016), evidence(2017)], curve);
  expect(years).toEqual([2016, 2017, 2018]);
});

test('between its points the curve is a straight line', () => {
  const [, lower, middle, upper] = decayData([evidence(2017)], curve);
  expect(lower).toEqual([0.9, expect.closeTo(0.7), 0.5]);
  expect(middle).toEqual([1, expect.closeTo(0.9), 0.8]);
  expect(upper).toEqual([1, expect.closeTo(0.95), 0.9]);
});

test('the curve says nothing about years outside of it', () => {
  const [years, , middle] = decayData([evidence(2015, 2019)], curve);
  expect(years).toEqual([2015, 2016, 2018, 2019]);
  expect(middle).toEqual([null, 1, 0.8, null]);
});

test('without a curve its columns are empty', () => {
  expect(decayData([evidence(2017)], [])).toEqual([[2017], [null], [null], [null]]);
});

test('a place on the axis belongs to the nearest slice of any model', () => {
  const all = [evidence(2016, 2018), evidence(2020)];
  expect(nearestSlice(all, 2018.9)).toBe('2018');
  expect(nearestSlice(all, 2019.1)).toBe('2020');
  expect(nearestSlice([], 2019.1)).toBeUndefined();
});
