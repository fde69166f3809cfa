import { unitsForSale, usualCap } from './units-for-sale.js';

describe('unitsForSale', () => {
  it('sells the copies of a licence one by one', () => {
    const licence = { kind: 'usage-licence', fieldOfUse: 'any', territory: 'worldwide' } as const;
    expect(unitsForSale({ ...licence, copies: 40, termMonths: 12, transferable: false })).toBe(40n);
  });

  it('sells a share of revenue by the basis point', () => {
    expect(unitsForSale({ kind: 'revenue-share', shareBps: 2_000, termMonths: 12, capMinor: null })).toBe(
      2_000n,
    );
  });

  it('does not divide weights', () => {
    expect(unitsForSale({ kind: 'weights', assignment: true })).toBeUndefined();
  });
});

describe('usualCap', () => {
  it.each([
    [18_000_000_000n, 6_300_000_000n],
    [100n, 35n],
    [2n, 1n],
    [1n, 1n],
  ])('of %d is %d', (supply, cap) => {
    expect(usualCap(supply)).toBe(cap);
  });
});
