import { err, ok, type Result } from '#libs/kernel';

/** What was served and earned in one calendar month. The amount is in minor units of the series' currency. */
export interface UsageMonth {
  /** First day of the month, `YYYY-MM-01`. */
  readonly periodStart: string;
  readonly calls: bigint;
  readonly revenueMinor: bigint;
}

/** Months in calendar order, none twice. A month that is absent is unknown; a month without calls says 0. */
export interface UsageSeries {
  readonly months: readonly UsageMonth[];
}

export type UsageSeriesError = {
  readonly code: 'month-malformed' | 'months-out-of-order' | 'month-duplicated' | 'amount-negative';
  /** Position of the offending month in the input. */
  readonly index: number;
  readonly reason: string;
};

/**
 * Admits monthly usage as a series.
 * Errors: a period that is not the first day of a month, a month before its predecessor, a month given twice,
 * a negative number of calls or a negative revenue (refunds belong to the ledger, not to gross receipts).
 */
export function usageSeries(months: readonly UsageMonth[]): Result<UsageSeries, UsageSeriesError> {
  let previous = Number.NEGATIVE_INFINITY;
  for (const [index, month] of months.entries()) {
    const problem = problemOf(month, previous);
    if (problem !== undefined) return err({ ...problem, index });
    previous = monthIndexOf(month.periodStart);
  }
  return ok({ months: [...months] });
}

function problemOf(month: UsageMonth, previous: number): Omit<UsageSeriesError, 'index'> | undefined {
  const { periodStart, calls, revenueMinor } = month;
  if (!MONTH.test(periodStart))
    return { code: 'month-malformed', reason: `${periodStart} is not the first day of a month (YYYY-MM-01)` };
  const current = monthIndexOf(periodStart);
  if (current === previous) return { code: 'month-duplicated', reason: `${periodStart} is given twice` };
  if (current < previous)
    return { code: 'months-out-of-order', reason: `${periodStart} stands after a later month` };
  if (calls < 0n || revenueMinor < 0n)
    return { code: 'amount-negative', reason: `${periodStart} has negative calls or revenue` };
  return undefined;
}

const MONTH = /^\d{4}-(0[1-9]|1[0-2])-01$/;

/** Months since January of year 0: consecutive months differ by one, so gaps keep their length in a fit. */
export const monthIndexOf = (periodStart: string): number =>
  Number(periodStart.slice(0, 4)) * 12 + Number(periodStart.slice(5, 7)) - 1;

/** The inverse of {@link monthIndexOf}: `YYYY-MM-01`. */
export const monthStartOf = (monthIndex: number): string =>
  `${String(Math.floor(monthIndex / 12)).padStart(4, '0')}-${String((monthIndex % 12) + 1).padStart(2, '0')}-01`;
