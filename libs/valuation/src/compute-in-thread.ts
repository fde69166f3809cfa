import { Worker } from 'node:worker_threads';
import { err, ok, type Result } from '#libs/kernel';
import { compiledFile } from '#libs/platform';

const TIMEOUT_MS = 120_000;

/** What a thread was given to do takes too long, or broke. */
export type ComputationFailure = { readonly code: 'computation-failed'; readonly reason: string };

/**
 * Computes in a thread of its own: ten thousand paths must not hold up a single request.
 *
 * @param program compiled file beside this one that posts one message, its answer to `workerData`
 */
export function computeInThread<Answer>(
  program: `${string}-worker.js`,
  input: unknown,
): Promise<Result<Answer, ComputationFailure>> {
  return new Promise((resolve) => {
    const worker = new Worker(compiledFile(import.meta.url, program), {
      workerData: input,
      env: {},
      execArgv: [],
    });
    const failed = (reason: string): void => {
      clearTimeout(timer);
      resolve(err({ code: 'computation-failed', reason }));
      void worker.terminate();
    };
    const timer = setTimeout(() => {
      failed(`took longer than ${String(TIMEOUT_MS)} ms`);
    }, TIMEOUT_MS);
    worker.once('error', (error: Error) => {
      failed(error.message);
    });
    worker.once('exit', (code) => {
      failed(`the thread ended with code ${String(code)}`);
    });
    worker.once('message', (answer: Answer) => {
      clearTimeout(timer);
      resolve(ok(answer));
    });
  });
}
