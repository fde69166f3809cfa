import { canonicalize } from 'json-canonicalize';
import { err, ok, type Result } from './result.js';

/** What RFC 8259 can write and I-JSON (RFC 7493) can carry. Amounts are strings: no bigint here. */
export type Json =
  string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };

/** RFC 8785 text of a JSON value: sorted keys, shortest numbers, no white space. */
export const canonicalJson = (value: Json): string => canonicalize(value);

export type JsonTextError = { readonly code: 'not-json'; readonly path: string; readonly reason: string };

/** How deep a document may nest. Far above any input of ours, far below the stack. */
const DEPTH_MAX = 256;

/**
 * Parses JSON text that has exactly one canonical form. Beyond what JSON.parse refuses, I-JSON (RFC 7493,
 * section 2) rules out unpaired surrogates, numbers that overflow binary64, and duplicate names.
 */
export function parseJson(text: string): Result<Json, JsonTextError> {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch (error) {
    return err({ code: 'not-json', path: '', reason: (error as SyntaxError).message });
  }
  const problem = notInteroperable(value, '', 0) ?? duplicateName(text);
  return problem === undefined ? ok(value) : err(problem);
}

function notInteroperable(value: Json | undefined, path: string, depth: number): JsonTextError | undefined {
  if (depth > DEPTH_MAX) return { code: 'not-json', path, reason: `nested deeper than ${String(DEPTH_MAX)}` };
  if (typeof value === 'string' && !isWellFormed(value))
    return { code: 'not-json', path, reason: 'unpaired surrogate' };
  if (typeof value === 'number' && !Number.isFinite(value))
    return { code: 'not-json', path, reason: 'number exceeds binary64' };
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, child] of Object.entries(value)) {
    const childPath = `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    if (!isWellFormed(key))
      return { code: 'not-json', path: childPath, reason: 'unpaired surrogate in a name' };
    const problem = notInteroperable(child, childPath, depth + 1);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** True when every surrogate has its partner (String.prototype.isWellFormed, which Node 20 types lack). */
const isWellFormed = (text: string): boolean =>
  !/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(text);

/** JSON.parse keeps the last of two equal names silently, so names are scanned on the text itself. */
function duplicateName(text: string): JsonTextError | undefined {
  const open: (Set<string> | undefined)[] = [];
  for (const [lexeme, , colon] of text.matchAll(/"((?:[^"\\]|\\.)*)"(\s*:)?|[{}[\]]/gs)) {
    if (lexeme === '{') open.push(new Set());
    else if (lexeme === '[') open.push(undefined);
    else if (lexeme === '}' || lexeme === ']') open.pop();
    else if (colon !== undefined) {
      const name = JSON.parse(lexeme.slice(0, -colon.length)) as string;
      const names = open.at(-1);
      if (names?.has(name) === true) return { code: 'not-json', path: `/${name}`, reason: 'duplicate name' };
      names?.add(name);
    }
  }
  return undefined;
}
