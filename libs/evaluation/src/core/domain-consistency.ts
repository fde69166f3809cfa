import { meanDay } from './calendar-day.js';
import type { DomainDefinition } from './domain-definition.js';
import { type DomainRow, rowsBySlice } from './domain-row.js';
import type { FieldProblem } from './field-problem.js';

/**
 * What the definition says of its test rows and they do not bear out: sizes and mean dates of slices, ids given
 * twice. Undefined when everything agrees. Paths point into the domain document.
 */
export function findInconsistency(
  definition: DomainDefinition,
  rows: readonly DomainRow[],
): FieldProblem | undefined {
  if (new Set(rows.map(({ id }) => id)).size !== rows.length)
    return { path: '/dataset_kwargs/data_files/test', reason: 'holds a row twice' };
  const groups = rowsBySlice(rows);
  for (const [index, slice] of definition.slices.entries()) {
    const members = groups.get(slice.key) ?? [];
    if (members.length !== slice.rows)
      return { path: `/slices/${String(index)}/rows`, reason: `there are ${String(members.length)}` };
    const days = members.flatMap(({ time }) => (time === undefined ? [] : [time]));
    const found = days.length === 0 ? undefined : meanDay(days);
    if (found !== slice.meanDate)
      return { path: `/slices/${String(index)}/mean_date`, reason: `is ${found ?? 'undetermined'}` };
  }
  return undefined;
}
