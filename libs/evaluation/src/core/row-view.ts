import type { DomainDefinition } from './domain-definition.js';
import type { DomainRow } from './domain-row.js';

/** A row as people may see it. */
export interface RowView {
  readonly id: string;
  /** Null where the domain hides its texts. */
  readonly input: string | null;
  readonly target: string;
  readonly time: string | null;
  readonly slice: string;
}

/** Whatever shows rows to people takes them through here. */
export const rowView = (
  { texts }: Pick<DomainDefinition, 'texts'>,
  { id, input, target, time, slice }: DomainRow,
): RowView => ({ id, input: texts === 'hidden' ? null : input, target, time: time ?? null, slice });
