import { err, ok, parseJson, type Result } from '#libs/kernel';
import type { z } from 'zod';
import type { InputFault } from './command.js';

/** Reads the input of a command by its schema. The fault names the first field that is wrong. */
export function parseInput<S extends z.ZodType>(schema: S, input: string): Result<z.output<S>, InputFault> {
  const json = parseJson(input);
  if (!json.ok) return err({ path: json.error.path, reason: json.error.reason });
  const parsed = schema.safeParse(json.value);
  if (parsed.success) return ok(parsed.data);
  const [issue] = parsed.error.issues;
  const path = (issue?.path ?? []).map((part) => `/${String(part)}`).join('');
  if (issue?.code === 'unrecognized_keys')
    return err({ path: `${path}/${issue.keys[0] ?? ''}`, reason: 'unknown field' });
  return err({ path, reason: issue?.message ?? 'is not valid' });
}
