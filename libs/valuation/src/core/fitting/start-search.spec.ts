import { exchanges } from './exchanged-terms.js';
import { distanceFromStart } from './start-search.js';

describe('distanceFromStart', () => {
  it('is nothing at the start and counts orders of magnitude either way', () => {
    expect(distanceFromStart([1, -2, 0], [1, -2, 0])).toBe(0);
    expect(distanceFromStart([10], [1])).toBeCloseTo(distanceFromStart([0.1], [1]), 12);
  });

  it('takes a change of sign for worse than a factor of ten', () => {
    expect(distanceFromStart([-1], [1])).toBeGreaterThan(distanceFromStart([10], [1]));
  });
});

describe('exchanges', () => {
  it('are all single ones and all disjoint double ones', () => {
    expect(exchanges([1, 2, 3])).toEqual([
      [2, 1, 3],
      [3, 2, 1],
      [1, 3, 2],
    ]);
    expect(exchanges([1, 2, 3, 4])).toHaveLength(6 + 3);
    expect(exchanges([1, 2, 3, 4])).toContainEqual([2, 1, 4, 3]);
  });
});
