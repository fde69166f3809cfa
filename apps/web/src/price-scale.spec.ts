import fc from 'fast-check';
import { bridgeBars, highestOf, percentOf, placeMarks } from './price-scale.js';

test('marks stand in proportion to their amounts, from nothing on', () => {
  const [p10, p50, p90] = placeMarks([
    { key: 'p10', amountMinor: 30_000n },
    { key: 'p50', amountMinor: 60_000n },
    { key: 'p90', amountMinor: 120_000n },
  ]);
  expect(p50?.percent).toBeCloseTo(2 * (p10?.percent ?? 0), 1);
  expect(p90?.percent).toBeCloseTo(4 * (p10?.percent ?? 0), 1);
  expect(p90?.percent).toBeLessThan(100);
});

test('no mark leaves the bar, and order is kept', () => {
  const amount = fc.bigInt({ min: 0n, max: 2n ** 63n - 1n });
  fc.assert(
    fc.property(amount, amount, (reserveMinor, hammerMinor) => {
      const [reserve, hammer] = placeMarks([
        { key: 'reserve', amountMinor: reserveMinor },
        { key: 'hammer', amountMinor: hammerMinor },
      ]).map(({ percent }) => percent);
      expect(Math.min(reserve ?? -1, hammer ?? -1)).toBeGreaterThanOrEqual(0);
      expect(Math.max(reserve ?? 101, hammer ?? 101)).toBeLessThanOrEqual(100);
      if (reserveMinor < hammerMinor) expect(reserve).toBeLessThanOrEqual(hammer ?? -1);
    }),
  );
});

test('a step down ends where the next one begins', () => {
  const bars = bridgeBars([
    { step: 'as-today', amountMinor: '1000' },
    { step: 'quality-decay', amountMinor: '-400' },
    { step: 'usage-change', amountMinor: '100' },
  ]);
  expect(bars.map(({ startPercent, lengthPercent }) => [startPercent, lengthPercent])).toEqual([
    [0, 100],
    [60, 40],
    [60, 10],
  ]);
});

test('a bridge below nothing still fits', () => {
  const bars = bridgeBars([
    { step: 'as-today', amountMinor: '300' },
    { step: 'serving-cost', amountMinor: '-400' },
    { step: 'right-to-stop', amountMinor: '100' },
  ]);
  expect(bars.map(({ startPercent, lengthPercent }) => [startPercent, lengthPercent])).toEqual([
    [25, 75],
    [0, 100],
    [0, 25],
  ]);
});

test('amounts stand between nothing and the end of their scale', () => {
  expect(percentOf(25n, 200n)).toBe(12.5);
  expect(percentOf(-25n, 200n)).toBe(0);
  expect(percentOf(5n, 0n)).toBe(0);
});

test('the highest of some amounts is at least nothing', () => {
  expect(highestOf(['7', '12', '-30'])).toBe(12n);
  expect(highestOf(['-1'])).toBe(0n);
  expect(highestOf([])).toBe(0n);
});
