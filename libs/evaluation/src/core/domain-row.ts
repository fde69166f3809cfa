import { z } from 'zod';
import { digestOf, err, ok, type Result } from '#libs/kernel';
import { type Assertion, assertion, judge } from './assertion.js';
import type { DomainDefinition } from './domain-definition.js';
import { type FieldProblem, firstProblem } from './field-problem.js';

const INPUT_CHARACTERS_MAX = 65_536;

const RowSchema = z.strictObject({
  id: z.string(),
  input: z.string().max(INPUT_CHARACTERS_MAX),
  target: z.string(),
  time: z.iso.date().optional(),
  cluster: z.string().max(2_000).optional(),
  slice: z.string(),
  assert: z.array(assertion).min(1).max(20).optional(),
});

/** One question of a domain with its answer. */
export interface DomainRow {
  /** SHA-256 of the RFC 8785 form of the row without its id: stable, and equal only for equal rows. */
  readonly id: string;
  readonly input: string;
  readonly target: string;
  readonly time?: string | undefined;
  /** Rows of one cluster are alike and must not be taken for independent evidence. */
  readonly cluster?: string | undefined;
  /** Key of the slice it is scored in. */
  readonly slice: string;
  /** Then the answer is any text, and the labels say whether it satisfies all of these. */
  readonly assert?: readonly Assertion[] | undefined;
}

/** What the id of a row has to be. */
export const rowId = ({ input, target, time, cluster, slice, assert }: Omit<DomainRow, 'id'>): string =>
  digestOf({ input, target, time, cluster, slice, assert: assert?.map((each) => ({ ...each })) });

/** The label that an answer counts as: what it says, or whether it satisfies the assertions of the row. */
export const labelOfAnswer = ({ assert }: Pick<DomainRow, 'assert'>, answer: string): string =>
  assert === undefined ? answer : judge(assert, answer);

/** Reads one row of a domain and checks it against the definition and its own id. */
export function parseDomainRow(
  definition: Pick<DomainDefinition, 'labels' | 'slices'>,
  input: unknown,
): Result<DomainRow, FieldProblem> {
  const parsed = RowSchema.safeParse(input);
  if (!parsed.success) return err(firstProblem(parsed.error));
  const row = parsed.data;
  if (!definition.labels.includes(row.target))
    return err({ path: '/target', reason: 'is not a label of the domain' });
  const slice = definition.slices.find(({ key }) => key === row.slice);
  if (slice === undefined) return err({ path: '/slice', reason: 'is not a slice of the domain' });
  if ((row.time === undefined) !== (slice.meanDate === undefined))
    return err({ path: '/time', reason: 'goes with the mean_date of the slice' });
  if (row.id !== rowId(row)) return err({ path: '/id', reason: 'is not the digest of the row' });
  return ok(row);
}

/** Rows by the key of their slice, each group in the given order. */
export function rowsBySlice(rows: readonly DomainRow[]): ReadonlyMap<string, readonly DomainRow[]> {
  const groups = new Map<string, DomainRow[]>();
  for (const row of rows) {
    const group = groups.get(row.slice);
    if (group === undefined) groups.set(row.slice, [row]);
    else group.push(row);
  }
  return groups;
}
