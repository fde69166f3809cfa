import * as fc from 'fast-check';
import { asCurrency } from '#libs/kernel';
import { DECAY_BANDS, decayBandOf } from './decay-band.js';
import { REVENUE_BANDS, revenueBandOf } from './revenue-band.js';

const EUR = asCurrency('EUR');

describe('decayBandOf', () => {
  it.each([
    [0, 'under-1-year'],
    [0.99, 'under-1-year'],
    [1, '1-to-2-years'],
    [2, '2-to-5-years'],
    [4.99, '2-to-5-years'],
    [5, 'over-5-years'],
    [null, 'over-5-years'],
  ])('puts a half-life of %p years in %s', (years, band) => {
    expect(decayBandOf(years)).toBe(band);
  });
});

describe('revenueBandOf', () => {
  it.each([
    [0n, 'EUR', 'under-100'],
    [9_999n, 'EUR', 'under-100'],
    [10_000n, 'EUR', '100-to-1k'],
    [9_999_999n, 'EUR', '10k-to-100k'],
    [10_000_000n, 'EUR', 'over-100k'],
    [10_000n, 'JPY', '10k-to-100k'],
    [1_000_000n, 'KWD', '1k-to-10k'],
    [-5n, 'EUR', 'under-100'],
  ])('puts %d minor units of %s in %s', (amountMinor, currency, band) => {
    expect(revenueBandOf(amountMinor, asCurrency(currency))).toBe(band);
  });
});

describe('bands', () => {
  it('never fall while what they are of grows', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 12n), fc.bigInt(0n, 10n ** 12n), (a, b) => {
        const [low, high] = a < b ? [a, b] : [b, a];
        expect(REVENUE_BANDS.indexOf(revenueBandOf(low, EUR))).toBeLessThanOrEqual(
          REVENUE_BANDS.indexOf(revenueBandOf(high, EUR)),
        );
        const years = [Number(low) / 1e11, Number(high) / 1e11] as const;
        expect(DECAY_BANDS.indexOf(decayBandOf(years[0]))).toBeLessThanOrEqual(
          DECAY_BANDS.indexOf(decayBandOf(years[1])),
        );
      }),
    );
  });
});
