import * as fc from 'fast-check';
import { unitBin, unitHistogram } from './unit-bins.js';

describe('unitBin', () => {
  it('holds its upper edge and not its lower one, and the first bin holds 0', () => {
    expect([0, 0.1, 0.2, 0.3, 1].map((value) => unitBin(value, 5))).toEqual([0, 0, 0, 1, 4]);
  });

  it('puts every value between the edges of its bin', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 1, max: 1000 }),
        (value, bins) => {
          const bin = unitBin(value, bins);
          expect(bin).toBeLessThan(bins);
          expect(value).toBeLessThanOrEqual((bin + 1) / bins);
          if (bin > 0) expect(value).toBeGreaterThan(bin / bins);
        },
      ),
    );
  });

  it.each([10, 15, 100, 997])('puts each edge of %i bins into the bin that it closes', (bins) => {
    for (let edge = 1; edge <= bins; edge += 1) expect(unitBin(edge / bins, bins)).toBe(edge - 1);
  });
});

describe('unitHistogram', () => {
  it('counts the values of each bin', () => {
    expect(unitHistogram([0, 0.25, 0.26, 0.9, 1], 4)).toEqual([2, 1, 0, 2]);
  });
});
