import { plausibleRange } from './plausible-range.js';

describe('plausible range', () => {
  it('reaches as far beyond what was seen as that spans, and further with time', () => {
    expect(plausibleRange([2, 5, 4], 0)).toEqual({ lowest: -1, highest: 8 });
    expect(plausibleRange([2, 5, 4], 1)).toEqual({ lowest: -4, highest: 11 });
  });

  it('leaves a series that never moved room to move', () => {
    expect(plausibleRange([3, 3], 0)).toEqual({ lowest: 2, highest: 4 });
  });
});
