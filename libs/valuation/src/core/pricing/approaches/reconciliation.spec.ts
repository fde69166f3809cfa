import { marketShift, reconcile, shifted } from './reconciliation.js';

const INCOME = { p10: 70, p50: 100, p90: 140 };
const NO_COST = { indicated: undefined, bindingShare: 0 };
const indicated = (price: number, lots: number) => ({
  logPrice: Math.log(price),
  deviation: 0.3,
  bidDispersion: 0.3,
  lots,
  unsold: 0,
  bids: 0,
});

describe('reconciliation', () => {
  it('leaves all weight to cash flows where nothing was sold', () => {
    const alone = reconcile(INCOME, undefined, NO_COST);
    expect(alone.income.weight).toBe(1);
    expect(marketShift(alone)).toBe(1);
  });

  it('gives sales more weight the more of them there are, and never all', () => {
    const weights = [3, 10, 100, 10_000].map(
      (lots) => reconcile(INCOME, indicated(100, lots), NO_COST).market?.weight ?? 0,
    );
    expect(weights).toEqual([...weights].sort((a, b) => a - b));
    expect(weights.at(-1)).toBeLessThan(1);
    for (const lots of [3, 100]) {
      const { income, market } = reconcile(INCOME, indicated(100, lots), NO_COST);
      expect(income.weight + (market?.weight ?? 0)).toBeCloseTo(1, 12);
    }
  });

  it('moves prices towards the sales, by their weight on the log scale', () => {
    const reconciled = reconcile(INCOME, indicated(200, 8), NO_COST);
    expect(marketShift(reconciled)).toBeCloseTo(2 ** (reconciled.market?.weight ?? 0), 12);
  });

  it('never moves a price above its ceiling', () => {
    expect(shifted(INCOME, 2, { p10: 90, p50: 150, p90: 500 })).toEqual({ p10: 90, p50: 150, p90: 280 });
  });
});
