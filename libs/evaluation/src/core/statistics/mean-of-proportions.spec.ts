import { meanOfProportions } from './mean-of-proportions.js';
import { wilsonInterval } from './wilson-interval.js';

const share = (right: number, rows: number) => ({ value: right / rows, ...wilsonInterval(right, rows) });

describe('meanOfProportions', () => {
  it('has the interval of Newcombe 1998, method 10, halved and shifted', () => {
    // His table II: 56/70 − 48/80 = 0.2 with limits 0.0524 and 0.3339; p − q + 1 is p + (1 − q).
    const { value, lower, upper } = meanOfProportions(share(56, 70), share(32, 80));
    expect(2 * value - 1).toBeCloseTo(0.2, 12);
    expect(2 * lower - 1).toBeCloseTo(0.0524, 4);
    expect(2 * upper - 1).toBeCloseTo(0.3339, 4);
  });

  it('stays within [0, 1]', () => {
    expect(meanOfProportions(share(3, 3), share(2, 2)).upper).toBe(1);
    expect(meanOfProportions(share(0, 3), share(0, 2)).lower).toBe(0);
  });
});
