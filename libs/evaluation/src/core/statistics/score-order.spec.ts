import { tieGroups } from './score-order.js';

describe('tieGroups', () => {
  it('groups equal scores, lowest first, and counts their labels', () => {
    const groups = tieGroups([1, 0, 1, 0, 1], [0.5, 0.1, 0.5, 0.5, 0.9]);
    expect(groups.map(({ rows, positives, negatives }) => [[...rows], positives, negatives])).toEqual([
      [[1], 0, 1],
      [[0, 2, 3], 2, 1],
      [[4], 1, 0],
    ]);
  });

  it('is empty without rows', () => {
    expect(tieGroups([], [])).toEqual([]);
  });
});
