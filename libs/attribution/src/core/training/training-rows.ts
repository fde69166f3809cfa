import { err, ok, parseJson, type Result } from '#libs/kernel';
import { z } from 'zod';
import type { InputFault } from '../computation/index.js';
import { clusterSources, nearDuplicateLinks, NEAR_DUPLICATE_RULE, textSignature } from '../methods/index.js';

const digest = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hexadecimal digits');

/** Which training rows a source is: those that meet all conditions, or those that no other source claims. */
export const rowSelector = z
  .union([
    z.strictObject({ rest: z.literal(true) }),
    z.strictObject({
      slice: z.string().max(200).optional(),
      target: z.string().max(200).optional(),
      /** First and last day, where rows are dated. */
      from: z.iso.date().optional(),
      to: z.iso.date().optional(),
      /** A member of the input, where inputs are JSON objects. */
      field: z.strictObject({ name: z.string().max(200), value: z.string().max(2_000) }).optional(),
      ids: z.array(digest).min(1).max(100_000).optional(),
    }),
  ])
  .meta({ description: 'Training rows: { rest: true }, or conditions that all hold.' });

export type RowSelector = z.output<typeof rowSelector>;

/** What selectors look at. */
export type TrainingRowView = {
  readonly id: string;
  readonly input: string;
  readonly target: string;
  readonly slice: string;
  readonly time?: string | undefined;
};

/** Positions of the rows of each source, ascending. A source without rows is a fault at its selector. */
export function rowsOfSources(
  selectors: readonly RowSelector[],
  rows: readonly TrainingRowView[],
): Result<readonly Int32Array[], InputFault> {
  const claimed = new Uint8Array(rows.length);
  const found = selectors.map((selector) => {
    if ('rest' in selector) return undefined;
    const matches = matcherOf(selector);
    const positions = [...rows.keys()].filter((position) => {
      const row = rows[position];
      return row !== undefined && matches(row);
    });
    for (const position of positions) claimed[position] = 1;
    return Int32Array.from(positions);
  });
  const rest = Int32Array.from([...rows.keys()].filter((position) => claimed[position] === 0));
  const sources = found.map((positions) => positions ?? rest);
  const empty = sources.findIndex(({ length }) => length === 0);
  return empty < 0
    ? ok(sources)
    : err({ path: `/players/${String(empty)}/rows`, reason: 'there is no such training row' });
}

function matcherOf({
  slice,
  target,
  from,
  to,
  field,
  ids,
}: Exclude<RowSelector, { rest: true }>): (row: TrainingRowView) => boolean {
  const wanted = ids === undefined ? undefined : new Set(ids);
  return (row) =>
    (slice === undefined || row.slice === slice) &&
    (target === undefined || row.target === target) &&
    (from === undefined || (row.time ?? '') >= from) &&
    (to === undefined || (row.time !== undefined && row.time <= to)) &&
    (wanted === undefined || wanted.has(row.id)) &&
    (field === undefined || memberOf(row.input, field.name) === field.value);
}

function memberOf(input: string, name: string): unknown {
  const json = parseJson(input);
  if (!json.ok || typeof json.value !== 'object' || json.value === null) return undefined;
  return Object.hasOwn(json.value, name) ? (json.value as Record<string, unknown>)[name] : undefined;
}

/**
 * Each row that is nearly the text of another with the same label, and the first of them. Taught twice under other
 * names a text must not count twice; with another label it says something else.
 */
export function duplicateRows(rows: readonly TrainingRowView[]): ReadonlyMap<number, number> {
  const firstOf = new Map<number, number>();
  for (const target of new Set(rows.map((row) => row.target))) {
    const positions = [...rows.keys()].filter((position) => rows[position]?.target === target);
    const signatures = positions.map((position) => textSignature(rows[position]?.input ?? ''));
    const links = nearDuplicateLinks(signatures, NEAR_DUPLICATE_RULE.resemblanceMin);
    for (const { members } of clusterSources(positions.length, links)) {
      const [first = 0, ...others] = members.map((member) => positions[member] ?? 0);
      for (const other of others) firstOf.set(other, first);
    }
  }
  return firstOf;
}

/** The distinct rows of a source: of near duplicates the first stands for all. Ascending. */
export const distinctRows = (positions: Int32Array, firstOf: ReadonlyMap<number, number>): Int32Array =>
  Int32Array.from(new Set([...positions].map((position) => firstOf.get(position) ?? position))).sort();
