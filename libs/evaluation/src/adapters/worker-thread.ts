import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Transferable, Worker } from 'node:worker_threads';
import { err, ok, type Result } from '#libs/kernel';
import { compiledFile } from '#libs/platform';
import type { ThreadFailure } from './answer-error.js';

export interface ThreadSettings {
  /** Compiled file in this folder. */
  readonly file: string;
  /** What the thread finds in workerData. */
  readonly data: unknown;
  readonly memoryMebibytes: number;
  /** Buffers within the data that move instead of being copied. */
  readonly transfer?: readonly Transferable[];
}

export type ThreadNotBuilt = { readonly code: 'worker-not-built'; readonly file: string };

/** Starts a thread with its memory bounded and none of our environment. */
export function startThread(settings: ThreadSettings): Result<Worker, ThreadNotBuilt> {
  const file = fileURLToPath(compiledFile(import.meta.url, settings.file));
  if (!existsSync(file)) return err({ code: 'worker-not-built', file });
  const worker = new Worker(file, {
    workerData: settings.data,
    transferList: [...(settings.transfer ?? [])],
    env: {},
    execArgv: [],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: settings.memoryMebibytes },
  });
  // What a model prints is nobody's business, but unread pipes would fill.
  worker.stdout.resume();
  worker.stderr.resume();
  // Between batches nobody waits: a failure then ends the thread, and must not end the process.
  worker.on('error', () => undefined);
  return ok(worker);
}

export interface WaitOptions {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** The next message of the thread, or why there will be none. Leaves no listener and no timer behind. */
export function nextReply<Reply>(
  worker: Worker,
  options: WaitOptions,
): Promise<Result<Reply, ThreadFailure>> {
  const { timeoutMs, signal } = options;
  return new Promise((resolve) => {
    const settle = (result: Result<Reply, ThreadFailure>): void => {
      clearTimeout(timer);
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      signal?.removeEventListener('abort', onAbort);
      resolve(result);
    };
    const onMessage = (reply: Reply): void => {
      settle(ok(reply));
    };
    const onError = (error: unknown): void => {
      settle(err({ code: 'model-failed', reason: String(error) }));
    };
    const onExit = (code: number): void => {
      settle(err({ code: 'model-failed', reason: `thread ended with code ${String(code)}` }));
    };
    const onAbort = (): void => {
      settle(err({ code: 'aborted' }));
    };
    const timer = setTimeout(() => {
      settle(err({ code: 'timed-out', timeoutMs }));
    }, timeoutMs);
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    signal?.addEventListener('abort', onAbort);
    if (signal?.aborted === true) onAbort();
  });
}
