import fc from 'fast-check';
import { monthIndexOf, monthStartOf, usageSeries, type UsageMonth } from './usage-series.js';

const month = (periodStart: string, calls = 10n, revenueMinor = 5n): UsageMonth => ({
  periodStart,
  calls,
  revenueMinor,
});

const codeOf = (months: readonly UsageMonth[]): string => {
  const series = usageSeries(months);
  return series.ok ? 'ok' : `${series.error.code} at ${String(series.error.index)}`;
};

describe('usage series', () => {
  it('admits months in calendar order, with gaps and with months without calls', () => {
    expect(codeOf([month('2025-11-01'), month('2025-12-01', 0n, 0n), month('2026-03-01')])).toBe('ok');
  });

  it.each([
    ['2026-01-02', 'a day in the middle of a month'],
    ['2026-13-01', 'a thirteenth month'],
    ['2026-1-01', 'a month of one digit'],
  ])('refuses %s: %s', (periodStart) => {
    expect(codeOf([month('2025-01-01'), month(periodStart)])).toBe('month-malformed at 1');
  });

  it('refuses a month that is given twice', () => {
    expect(codeOf([month('2026-01-01'), month('2026-01-01')])).toBe('month-duplicated at 1');
  });

  it('refuses a month that stands after a later one', () => {
    expect(codeOf([month('2026-02-01'), month('2026-01-01')])).toBe('months-out-of-order at 1');
  });

  it('refuses negative calls and negative revenue', () => {
    expect(codeOf([month('2026-01-01', -1n)])).toBe('amount-negative at 0');
    expect(codeOf([month('2026-01-01', 1n, -1n)])).toBe('amount-negative at 0');
  });

  it('numbers consecutive months consecutively, over the turn of the year', () => {
    expect(monthIndexOf('2026-01-01') - monthIndexOf('2025-12-01')).toBe(1);
  });

  it('writes every month index back as the month it came from', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9999 * 12 + 11 }), (monthIndex) => {
        expect(monthIndexOf(monthStartOf(monthIndex))).toBe(monthIndex);
      }),
    );
  });
});
