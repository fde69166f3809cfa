import type { z } from 'zod';

/** Where untrusted input is wrong, and how. */
export interface FieldProblem {
  /** JSON Pointer (RFC 6901) to the field; empty for the whole document. */
  readonly path: string;
  readonly reason: string;
}

/** JSON Pointer of a sequence of names and positions. */
export const jsonPointer = (segments: readonly PropertyKey[]): string =>
  segments.map((segment) => `/${String(segment).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** The first thing that a schema found wrong. An unknown field is named itself, not the object around it. */
export function firstProblem(error: z.ZodError): FieldProblem {
  const [issue] = error.issues;
  if (issue === undefined) return { path: '', reason: 'is not valid' };
  const unknownName = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  return {
    path: jsonPointer([...issue.path, ...unknownName]),
    reason: unknownName.length > 0 ? 'unknown field' : issue.message,
  };
}
