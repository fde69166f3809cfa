import { monthIndexOf, monthStartOf, type UsageMonth } from '../usage-series.js';

/** A month with where its figures come from: what was counted, or somebody's word. */
export type MonthOnRecord<Source extends string> = UsageMonth & { readonly source: Source | 'receipts' };

/**
 * The months of a model as a price may read them. What meters counted takes the place of what was recorded for the
 * same month. A chain of receipts has no gap, so a month without one between two months with some is a month without
 * calls. The month that runs is left out: half a month would look like a fall.
 *
 * @param metered the clean months of all meters of the model in one currency, in any order
 * @param runningMonth first day of the month that has not ended
 */
export function monthsOnRecord<Source extends string>(
  recorded: readonly MonthOnRecord<Source>[],
  metered: readonly UsageMonth[],
  runningMonth: string,
): readonly MonthOnRecord<Source>[] {
  const months = new Map(recorded.map((month) => [month.periodStart, month]));
  for (const month of counted(metered))
    if (month.periodStart < runningMonth) months.set(month.periodStart, { ...month, source: 'receipts' });
  return [...months.values()].sort((a, b) => (a.periodStart < b.periodStart ? -1 : 1));
}

/** Sums of the meters, month by month from the first to the last. */
function counted(metered: readonly UsageMonth[]): readonly UsageMonth[] {
  const sums = new Map<string, UsageMonth>();
  for (const { periodStart, calls, revenueMinor } of metered) {
    const sum = sums.get(periodStart);
    sums.set(periodStart, {
      periodStart,
      calls: calls + (sum?.calls ?? 0n),
      revenueMinor: revenueMinor + (sum?.revenueMinor ?? 0n),
    });
  }
  const indices = [...sums.keys()].map(monthIndexOf);
  if (indices.length === 0) return [];
  const first = Math.min(...indices);
  return Array.from({ length: Math.max(...indices) - first + 1 }, (_, offset) => {
    const periodStart = monthStartOf(first + offset);
    return sums.get(periodStart) ?? { periodStart, calls: 0n, revenueMinor: 0n };
  });
}
