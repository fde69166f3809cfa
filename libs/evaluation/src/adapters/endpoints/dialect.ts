import { err, ok, type Result } from '#libs/kernel';
import type { z } from 'zod';
import type { TokenUsage } from '../call-cost.js';
import type { CallFailure } from '../http/call-failure.js';
import type { MappingFailure } from '../mapping-thread.js';
import type { Reading } from '../output-reading.js';

export type AskFailure = MappingFailure | { readonly code: 'input-unfit'; readonly reason: string };
export type ReadFailure = MappingFailure | Extract<CallFailure, { code: 'response-malformed' }>;

/** A reading, and what it took where the endpoint says so. */
export type MeteredReading = Reading & { readonly usage?: TokenUsage };

/** How one protocol puts a question and what it answers. Knows nothing of connections. */
export interface Dialect {
  readonly url: URL;
  /** JSON text of the request for one input. */
  ask(input: string): Result<string, AskFailure> | Promise<Result<string, AskFailure>>;
  /** Reads the body of a reply. */
  read(body: string): Result<MeteredReading, ReadFailure> | Promise<Result<MeteredReading, ReadFailure>>;
  /** Texts that are to be asked about once, before the first input; each reply goes to `learn`. */
  readonly lessons?: readonly string[];
  /** The token counts of a lesson's reply. */
  learn?(lesson: number, body: string): Result<{ readonly usage?: TokenUsage }, ReadFailure>;
}

/** The URL of an operation below a base, whose query stays. */
export function below(base: string, path: string): URL {
  const url = new URL(base);
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/${path}`;
  return url;
}

/** A body as JSON of the expected shape. Unknown fields are left out: protocols grow. */
export function parseBody<T>(body: string, shape: z.ZodType<T>): Result<T, ReadFailure> {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return malformed('the reply is not JSON');
  }
  const parsed = shape.safeParse(json);
  if (parsed.success) return ok(parsed.data);
  const [issue] = parsed.error.issues;
  return malformed(`${issue?.path.map(String).join('.') ?? ''}: ${issue?.message ?? 'is not valid'}`);
}

export const malformed = (reason: string): { readonly ok: false; readonly error: ReadFailure } =>
  err({ code: 'response-malformed', reason: reason.slice(0, 300) });
