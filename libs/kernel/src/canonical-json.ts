import { assert } from './assert.js';
import { findDuplicateName, pointerToken } from './duplicate-name.js';
import { err, ok, type Result } from './result.js';

/** What RFC 8259 can write and I-JSON (RFC 7493) can carry. Amounts are strings: no bigint here. */
export type Json =
  string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };

/**
 * RFC 8785 text of a JSON value: names sorted by UTF-16 code units, numbers and strings as ECMAScript writes
 * them, no white space. Members that are undefined are left out.
 */
export function canonicalJson(value: Json): string {
  if (isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) return `{${canonicalMembers(value).join(',')}}`;
  assert(typeof value !== 'number' || Number.isFinite(value), `JSON has no ${String(value)}`);
  return JSON.stringify(value);
}

const canonicalMembers = (object: Readonly<Record<string, Json | undefined>>): readonly string[] =>
  Object.keys(object)
    .sort()
    .flatMap((name) => {
      const member = object[name];
      return member === undefined ? [] : [`${JSON.stringify(name)}:${canonicalJson(member)}`];
    });

/** Array.isArray, which does not narrow readonly arrays. */
const isArray = (value: Json): value is readonly Json[] => Array.isArray(value);

export type JsonTextError = { readonly code: 'not-json'; readonly path: string; readonly reason: string };

/** How deep a document may nest. Far above any input of ours, far below the stack. */
const DEPTH_MAX = 256;

/**
 * Parses JSON text that has exactly one canonical form. Beyond what JSON.parse refuses, I-JSON (RFC 7493,
 * section 2) rules out unpaired surrogates, numbers that overflow binary64, and duplicate names.
 * The error's path is a JSON pointer (RFC 6901).
 */
export function parseJson(text: string): Result<Json, JsonTextError> {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch (error) {
    return err(refusal('', (error as SyntaxError).message));
  }
  const problem = notInteroperable(value, '', 0);
  if (problem !== undefined) return err(problem);
  const duplicate = findDuplicateName(text);
  return duplicate === undefined ? ok(value) : err(refusal(duplicate, 'duplicate name'));
}

function notInteroperable(value: Json | undefined, path: string, depth: number): JsonTextError | undefined {
  if (depth > DEPTH_MAX) return refusal(path, `nested deeper than ${String(DEPTH_MAX)}`);
  if (typeof value === 'string' && !isWellFormed(value)) return refusal(path, 'unpaired surrogate');
  if (typeof value === 'number' && !Number.isFinite(value)) return refusal(path, 'number exceeds binary64');
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, child] of Object.entries(value)) {
    const childPath = `${path}${pointerToken(key)}`;
    if (!isWellFormed(key)) return refusal(childPath, 'unpaired surrogate in a name');
    const problem = notInteroperable(child, childPath, depth + 1);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

const refusal = (path: string, reason: string): JsonTextError => ({ code: 'not-json', path, reason });

/** True when every surrogate has its partner (String.prototype.isWellFormed, which Node 20 types lack). */
const isWellFormed = (text: string): boolean =>
  !/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(text);
