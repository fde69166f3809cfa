import type { Json } from './canonical-json.js';
import { pointerToken } from './duplicate-name.js';
import { firstDifference } from './first-difference.js';
import { err, ok, type Result } from './result.js';

/** One thing that was asked of a document, and what came of it. */
export type Check = { readonly name: string; readonly ok: boolean; readonly detail: string };

/**
 * What became of checking a document against itself. Checks stand in the order in which they were made: the first
 * that is not `ok` names what is wrong, and checks that rest on it may be left out.
 */
export type Verification = {
  readonly valid: boolean;
  readonly kind: string;
  readonly checks: readonly Check[];
};

/** Valid when there are checks and all of them hold. */
export const verificationOf = (kind: string, checks: readonly Check[]): Verification => ({
  valid: checks.length > 0 && checks.every((check) => check.ok),
  kind,
  checks,
});

export const holds = (name: string, detail: string): Check => ({ name, ok: true, detail });

export const fails = (name: string, detail: string): Check => ({ name, ok: false, detail });

/** Whether what a document states is what follows from the rest of it; names the first place that differs. */
export function agreement(name: string, stated: Json | undefined, computed: Json | undefined): Check {
  const difference = firstDifference(stated, computed);
  if (difference === undefined) return holds(name, 'as stated');
  const { path, stated: there, computed: expected } = difference;
  return fails(
    name,
    `${path === '' ? '' : `${path}: `}states ${clipped(there)}, computed ${clipped(expected)}`,
  );
}

const SHOWN_CHARACTERS = 80;

const clipped = (text: string): string =>
  text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text;

/** What reading needs of a schema. */
type DocumentSchema<T> = {
  readonly safeParse: (document: unknown) =>
    | { readonly success: true; readonly data: T }
    | {
        readonly success: false;
        readonly error: {
          readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[];
        };
      };
};

/** The check that a document has its form, and every other check stands on. */
export const FORM = 'form';

/** Reads a document by its schema; the error is the failed check {@link FORM}, with the place (RFC 6901). */
export function readForm<T>(schema: DocumentSchema<T>, document: unknown): Result<T, Check> {
  const parsed = schema.safeParse(document);
  if (parsed.success) return ok(parsed.data);
  const [issue] = parsed.error.issues;
  const path = (issue?.path ?? []).map((part) => pointerToken(String(part))).join('');
  return err(fails(FORM, `${path === '' ? '' : `${path}: `}${issue?.message ?? 'is not as it should be'}`));
}
