import type { UsageMonth } from '../usage-series.js';
import { monthsOnRecord } from './months-on-record.js';

const month = (periodStart: string, revenueMinor: bigint): UsageMonth => ({
  periodStart,
  calls: 1n,
  revenueMinor,
});
const declared = (periodStart: string) => ({ ...month(periodStart, 9n), source: 'declared' as const });

const read = (...args: Parameters<typeof monthsOnRecord<'declared'>>) =>
  monthsOnRecord(...args).map(({ periodStart, revenueMinor, source }) => [periodStart, revenueMinor, source]);

describe('monthsOnRecord', () => {
  it('is what was recorded where nothing was metered', () => {
    const recorded = [declared('2026-01-01'), declared('2026-03-01')];
    expect(monthsOnRecord(recorded, [], '2026-05-01')).toEqual(recorded);
  });

  it('puts what was counted in the place of what was said, and leaves the rest', () => {
    const recorded = [declared('2025-12-01'), declared('2026-01-01')];
    expect(read(recorded, [month('2026-01-01', 5n)], '2026-05-01')).toEqual([
      ['2025-12-01', 9n, 'declared'],
      ['2026-01-01', 5n, 'receipts'],
    ]);
  });

  it('adds up the meters of a model', () => {
    expect(read([], [month('2026-01-01', 5n), month('2026-01-01', 7n)], '2026-05-01')).toEqual([
      ['2026-01-01', 12n, 'receipts'],
    ]);
  });

  it('says nothing was used between two months with receipts, and nothing of the time before and after', () => {
    expect(read([], [month('2026-03-01', 7n), month('2025-12-01', 5n)], '2026-06-01')).toEqual([
      ['2025-12-01', 5n, 'receipts'],
      ['2026-01-01', 0n, 'receipts'],
      ['2026-02-01', 0n, 'receipts'],
      ['2026-03-01', 7n, 'receipts'],
    ]);
  });

  it('leaves out the month that runs, and keeps what was said of it', () => {
    const metered = [month('2026-01-01', 5n), month('2026-02-01', 6n)];
    expect(read([declared('2026-02-01')], metered, '2026-02-01')).toEqual([
      ['2026-01-01', 5n, 'receipts'],
      ['2026-02-01', 9n, 'declared'],
    ]);
  });
});
