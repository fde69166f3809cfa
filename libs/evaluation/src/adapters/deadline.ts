import { setMaxListeners } from 'node:events';
import { performance } from 'node:perf_hooks';

/** The end of a batch: by time, by whoever asked for it, or because a part of it has failed. */
export interface Deadline {
  /** Aborts at the end, whatever brings it. */
  readonly signal: AbortSignal;
  /** Not negative. */
  leftMs(): number;
  /** What to report of a call that the end has cut short. */
  failure(): { readonly code: 'timed-out'; readonly timeoutMs: number } | { readonly code: 'aborted' };
  /** Ends it now and lets go of timer and listener. To be called in any case. */
  end(): void;
}

export function startDeadline(timeoutMs: number, outer: AbortSignal | undefined): Deadline {
  const endsAtMs = performance.now() + timeoutMs;
  const controller = new AbortController();
  // One for each call under way, which is more than Node takes for a leak.
  setMaxListeners(0, controller.signal);
  let isTimedOut = false;
  const end = (): void => {
    clearTimeout(timer);
    outer?.removeEventListener('abort', end);
    controller.abort();
  };
  const timer = setTimeout(() => {
    isTimedOut = true;
    end();
  }, timeoutMs);
  outer?.addEventListener('abort', end);
  if (outer?.aborted === true) end();
  return {
    signal: controller.signal,
    leftMs: () => Math.max(0, endsAtMs - performance.now()),
    failure: () => (isTimedOut ? { code: 'timed-out', timeoutMs } : { code: 'aborted' }),
    end,
  };
}

/** Waits, or less long when the signal comes first. */
export function pauseFor(durationMs: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const settle = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', settle);
      resolve();
    };
    const timer = setTimeout(settle, durationMs);
    signal.addEventListener('abort', settle);
  });
}

/** What a promise brings, or undefined when the signal comes first. The promise must not reject. */
export function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  if (signal.aborted) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    const onAbort = (): void => {
      resolve(undefined);
    };
    signal.addEventListener('abort', onAbort);
    void promise.then((value) => {
      signal.removeEventListener('abort', onAbort);
      resolve(value);
    });
  });
}
