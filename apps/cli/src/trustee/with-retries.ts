import { setTimeout as sleep } from 'node:timers/promises';
import { SalvorProblem } from '#libs/sdk';

const ATTEMPTS_MAX = 5;
const FIRST_PAUSE_MS = 200;
const PAUSE_MAX_MS = 5_000;
/** A longer wait than this is not spent in the middle of an auction: it is visited again later. */
const ASKED_PAUSE_MAX_MS = 60_000;

/** Calls again after failures that may pass. Between two calls, and only there, the signal ends it. */
export async function withRetries<T>(call: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    signal.throwIfAborted();
    try {
      return await call();
    } catch (error) {
      const pauseMs = pauseAfter(error, attempt);
      if (pauseMs === undefined) throw error;
      await sleep(pauseMs, undefined, { signal });
    }
  }
}

/** Undefined when calling again is no use, or not now. */
export function pauseAfter(error: unknown, attempt: number): number | undefined {
  if (attempt >= ATTEMPTS_MAX || !mayPass(error)) return undefined;
  const askedMs = error instanceof SalvorProblem ? error.retryAfterMs : undefined;
  if (askedMs !== undefined && askedMs > ASKED_PAUSE_MAX_MS) return undefined;
  return askedMs ?? Math.min(PAUSE_MAX_MS, FIRST_PAUSE_MS * 2 ** (attempt - 1));
}

const PASSING_STATUS = new Set([409, 425, 429]);

/**
 * A connection that broke (fetch reports a TypeError), a gateway's page in place of JSON, or its JSON without a status,
 * a service that starts.
 */
function mayPass(error: unknown): boolean {
  if (!(error instanceof SalvorProblem)) return error instanceof TypeError || error instanceof SyntaxError;
  const { status } = error.document;
  return !(status < 500) || PASSING_STATUS.has(status);
}
