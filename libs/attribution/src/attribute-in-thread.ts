import { Worker } from 'node:worker_threads';
import { err, type Result } from '#libs/kernel';
import { compiledFile } from '#libs/platform';
import type { AttributionRefusal, AttributionTask } from './core/index.js';

const TIMEOUT_MS = 120_000;

/** The RFC 8785 text of a result, or why there is none. */
export type ThreadOutcome = Result<string, AttributionRefusal>;

export type ThreadMessage =
  | { readonly kind: 'progress'; readonly progressBps: number }
  | { readonly kind: 'outcome'; readonly outcome: ThreadOutcome };

/** What was to be computed takes too long, or broke: that is nobody's fault outside. */
export type ThreadFailure = { readonly code: 'computation-failed'; readonly reason: string };

/** Computes in a thread of its own: millions of coalitions must not hold up a single request. */
export function attributeInThread(
  task: AttributionTask,
  onProgress: (progressBps: number) => void,
): Promise<ThreadOutcome | Result<never, ThreadFailure>> {
  return new Promise((resolve) => {
    const worker = new Worker(compiledFile(import.meta.url, 'attribute-worker.js'), {
      workerData: task,
      env: {},
      execArgv: [],
    });
    const end = (outcome: ThreadOutcome | Result<never, ThreadFailure>): void => {
      clearTimeout(timer);
      resolve(outcome);
      void worker.terminate();
    };
    const fail = (reason: string): void => {
      end(err({ code: 'computation-failed', reason }));
    };
    const timer = setTimeout(() => {
      fail(`took longer than ${String(TIMEOUT_MS)} ms`);
    }, TIMEOUT_MS);
    worker.once('error', (error: Error) => {
      fail(error.message);
    });
    worker.once('exit', (code) => {
      fail(`the thread ended with code ${String(code)}`);
    });
    worker.on('message', (message: ThreadMessage) => {
      if (message.kind === 'progress') onProgress(message.progressBps);
      else end(message.outcome);
    });
  });
}
