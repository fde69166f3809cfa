import { tieSizes } from './tie-sizes.js';

describe('tieSizes', () => {
  it('counts values that occur more than once', () => {
    expect(tieSizes([3, 1, 3, 2, 3, 1])).toEqual([3, 2]);
  });

  it('is empty where no value repeats', () => {
    expect(tieSizes([1, 2, 3])).toEqual([]);
  });
});
