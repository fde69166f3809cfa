import { sortedSample } from './sorted-sample.js';

describe('sortedSample', () => {
  it('sorts by value, not by text', () => {
    expect([...sortedSample([10, 9, -1, 2])]).toEqual([-1, 2, 9, 10]);
  });

  it.each([NaN, Infinity])('asserts on %d', (value) => {
    expect(() => sortedSample([1, value])).toThrow('finite');
  });
});
