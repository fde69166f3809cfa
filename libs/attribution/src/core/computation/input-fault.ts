import type { z } from 'zod';
import type { NamesFault } from '../methods/index.js';

/** Where an input is at fault (an RFC 6901 pointer) and why. */
export type InputFault = { readonly path: string; readonly reason: string };

/** The first field that a schema found wrong. */
export function faultOf({ issues }: z.ZodError): InputFault {
  const [issue] = issues;
  const path = (issue?.path ?? []).map((part) => `/${String(part)}`).join('');
  if (issue?.code === 'unrecognized_keys')
    return { path: `${path}/${issue.keys[0] ?? ''}`, reason: 'unknown field' };
  return { path, reason: issue?.message ?? 'is not valid' };
}

/** What is wrong with names, in words. */
export const NAME_REASONS = {
  'no-players': 'there must be a player',
  'name-empty': 'must not be empty',
  'name-with-comma': 'must not contain a comma, which separates names',
  'name-duplicate': 'stands twice',
} as const satisfies Record<NamesFault['code'], string>;
