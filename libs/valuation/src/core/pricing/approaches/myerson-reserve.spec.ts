import fc from 'fast-check';
import { seededRandom } from '#libs/kernel';
import { advisedReserve, myersonReserve } from './myerson-reserve.js';

describe('Myerson reserve for log-normal values of median 1', () => {
  it.each([
    [0.3, 0, 0.748],
    [0.5, 0, 0.772],
    [0.8, 0, 1.003],
    [1.2, 0, 2.005],
    [0.3, 0.3, 0.839],
    [0.5, 0.3, 0.948],
    [0.8, 0.3, 1.325],
    [1.2, 0.3, 2.575],
  ])('sigma %d and seller value %d give %d', (sigma, sellerValue, reserve) => {
    expect(myersonReserve(1, sigma, sellerValue)).toBeCloseTo(reserve, 3);
  });

  it('earns more against one bidder than any other reserve', () => {
    const random = seededRandom('bidders');
    const values = Array.from({ length: 20_000 }, () => Math.exp(0.5 * random.normal()));
    const proceeds = (reserve: number): number =>
      (reserve * values.filter((value) => value >= reserve).length) / values.length;
    const best = proceeds(myersonReserve(1, 0.5, 0));
    for (const other of [0.5, 0.6, 0.95, 1.1, 1.5]) expect(proceeds(other)).toBeLessThan(best);
  });

  it('scales with the currency', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 1e6, noNaN: true }),
        fc.double({ min: 0.1, max: 1.5, noNaN: true }),
        (unit, sigma) => {
          expect(myersonReserve(unit, sigma, 0.3 * unit) / unit).toBeCloseTo(
            myersonReserve(1, sigma, 0.3),
            6,
          );
        },
      ),
    );
  });
});

describe('advised reserve', () => {
  it('is never above the first quartile of the value', () => {
    expect(advisedReserve({ hammerMedian: 100, firstQuartile: 60 }, 0.3, 0)).toBe(60);
  });

  it('is never below what the seller gives up, even above the first quartile', () => {
    expect(advisedReserve({ hammerMedian: 100, firstQuartile: 60 }, 0.3, 80)).toBe(80);
  });

  it('of what nobody pays for is what the seller gives up', () => {
    expect(advisedReserve({ hammerMedian: 0, firstQuartile: 0 }, 0.3, 0)).toBe(0);
  });
});
