import * as fc from 'fast-check';
import { kolmogorovSmirnov } from './kolmogorov-smirnov.js';
import { valueOf } from './refusal.js';

const sample = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 12 });

/** The definition: the distribution functions compared at every value. */
function naiveDistance(first: readonly number[], second: readonly number[]): number {
  const shareUpTo = (values: readonly number[], at: number): number =>
    values.filter((value) => value <= at).length / values.length;
  return Math.max(
    ...[...first, ...second].map((at) => Math.abs(shareUpTo(first, at) - shareUpTo(second, at))),
  );
}

/** Share of all ways to deal the ranks among which the distance is at least as large. */
function naiveTail(distance: number, m: number, n: number): number {
  const deals = 2 ** (m + n);
  let [total, reached] = [0, 0];
  for (let deal = 0; deal < deals; deal += 1) {
    const ranks = Array.from({ length: m + n }, (_, rank) => rank);
    const first = ranks.filter((rank) => (deal >> rank) % 2 === 1);
    if (first.length !== m) continue;
    total += 1;
    const second = ranks.filter((rank) => (deal >> rank) % 2 === 0);
    if (naiveDistance(first, second) >= distance - 1e-12) reached += 1;
  }
  return reached / total;
}

describe('kolmogorovSmirnov', () => {
  // scipy 1.17.1, ks_2samp(method='exact').
  it.each([
    [[1.2, 3.1, 0.4, 2.2, 5.5], [2.5, 4.1, 6.3, 3.3, 7, 8.1, 2.9], 0.6, 0.16666666666666663],
    [[1, 1, 2, 3], [1, 2, 2, 5, 6], 0.4, 0.7460317460317459],
  ])('of %j and %j is scipy’s', (first, second, distance, pValue) => {
    const test = valueOf(kolmogorovSmirnov(first, second));
    expect(test.distance).toBeCloseTo(distance, 14);
    expect(test.pValue).toBeCloseTo(pValue, 12);
  });

  it('finds the largest distance between the distribution functions, with ties', () => {
    fc.assert(
      fc.property(sample, sample, (first, second) => {
        expect(valueOf(kolmogorovSmirnov(first, second)).distance).toBeCloseTo(
          naiveDistance(first, second),
          12,
        );
      }),
    );
  });

  it.each([
    [
      [1, 2, 6, 7],
      [3, 4, 5, 8, 9, 10],
    ],
    [
      [1, 2, 3],
      [4, 5, 6, 7, 8],
    ],
    [
      [2, 4, 6, 8, 10],
      [1, 3, 5, 7, 9],
    ],
  ])('counts the arrangements of %j and %j', (first, second) => {
    const { distance, pValue } = valueOf(kolmogorovSmirnov(first, second));
    expect(pValue).toBeCloseTo(naiveTail(distance, first.length, second.length), 12);
  });

  it('keeps the digits of tiny p-values: disjoint samples have two arrangements of all', () => {
    const first = Array.from({ length: 60 }, (_, index) => index);
    const second = first.map((value) => value + 100);
    let arrangements = 1;
    for (let k = 1; k <= 60; k += 1) arrangements *= (60 + k) / k;
    expect((valueOf(kolmogorovSmirnov(first, second)).pValue * arrangements) / 2).toBeCloseTo(1, 9);
  });

  it('is symmetric', () => {
    fc.assert(
      fc.property(sample, sample, (first, second) => {
        const there = valueOf(kolmogorovSmirnov(first, second));
        const back = valueOf(kolmogorovSmirnov(second, first));
        expect(back.distance).toBe(there.distance);
        expect(back.pValue).toBeCloseTo(there.pValue, 12);
      }),
    );
  });

  // scipy 1.17.1, ks_2samp(method='exact').
  it.each([
    [89, 0.2634033971674249],
    [121, 0.048413395911248366],
    [196, 0.00012196033216256603],
  ])(
    'beyond ten million pairs is within 5 %% of scipy’s exact value, two samples %i ranks apart',
    (apart, pValue) => {
      const first = Array.from({ length: 4_000 }, (_, rank) => rank);
      const test = valueOf(
        kolmogorovSmirnov(
          first,
          first.map((rank) => rank + apart + 0.5),
        ),
      );
      expect(test.distance).toBe((apart + 1) / 4_000);
      expect(Math.abs(test.pValue / pValue - 1)).toBeLessThan(0.05);
    },
  );

  it('refuses an empty sample', () => {
    expect(kolmogorovSmirnov([], [1])).toMatchObject({ error: { code: 'no-rows' } });
  });
});
