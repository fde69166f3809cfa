import fc from 'fast-check';
import { quantise } from './quantise.js';

describe('quantise to the nearest, ties to even (IEEE 754, 4.3.1)', () => {
  it.each([
    [0.5, 0n],
    [1.5, 2n],
    [2.5, 2n],
    [3.5, 4n],
    [-0.5, 0n],
    [-1.5, -2n],
    [-2.5, -2n],
    [0.49999999999999994, 0n],
    [0.5000000000000001, 1n],
    [-2.4999999999999996, -2n],
    [-2.5000000000000004, -3n],
    [4_503_599_627_370_495.5, 4_503_599_627_370_496n],
    [9_007_199_254_740_991, 9_007_199_254_740_991n],
    [-0, 0n],
  ])('%d becomes %d', (value, integer) => {
    expect(quantise(value, 'half-even')).toBe(integer);
  });

  it('is off by at most a half and symmetric around zero', () => {
    fc.assert(
      fc.property(fc.double({ min: -(2 ** 52), max: 2 ** 52, noNaN: true }), (value) => {
        const integer = quantise(value, 'half-even');
        expect(Math.abs(Number(integer) - value)).toBeLessThanOrEqual(0.5);
        expect(quantise(-value, 'half-even')).toBe(-integer);
      }),
    );
  });
});

describe('quantise by floor and ceiling', () => {
  it.each([
    [1.2, 1n, 2n],
    [-1.2, -2n, -1n],
    [3, 3n, 3n],
    [-0.1, -1n, 0n],
  ])('%d lies between %d and %d', (value, floor, ceiling) => {
    expect(quantise(value, 'floor')).toBe(floor);
    expect(quantise(value, 'ceiling')).toBe(ceiling);
  });
});

it.each([NaN, Infinity, -Infinity, 2 ** 53, -(2 ** 53)])('refuses %d', (value) => {
  expect(() => quantise(value, 'half-even')).toThrow(/quantise/);
});
