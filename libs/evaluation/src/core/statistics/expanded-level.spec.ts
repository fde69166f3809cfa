import { expandedLevel } from './expanded-level.js';

describe('expandedLevel', () => {
  // 1 − 2Φ(−sqrt(n/(n − 1)) t(0.975, n − 1)), by scipy 1.17.1.
  it.each([
    [5, 0.998091798896235],
    [10, 0.9828987219511872],
    [20, 0.9682383401593041],
    [2_000, 0.9501958085923634],
  ])('for %i units is what Hesterberg’s formula gives', (units, level) => {
    expect(expandedLevel(0.95, units)).toBeCloseTo(level, 10);
  });

  it('falls towards the level itself', () => {
    expect(expandedLevel(0.9, 1e7)).toBeCloseTo(0.9, 5);
  });
});
