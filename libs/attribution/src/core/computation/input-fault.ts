import type { z } from 'zod';

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
