import { Worker } from 'node:worker_threads';
import { err, ok, type Result } from '#libs/kernel';

const TIMEOUT_MS = 120_000;

/** What a thread was given to do takes too long, or broke: that is nobody's fault outside. */
export type ComputationFailure = { readonly code: 'computation-failed'; readonly reason: string };

/** What the program of a thread posts, as often as it likes: how far it is, in basis points, and once the answer. */
export type ThreadMessage<Answer> =
  | { readonly kind: 'progress'; readonly progressBps: number }
  | { readonly kind: 'answer'; readonly answer: Answer };

/**
 * Computes in a thread of its own: ten thousand paths or a million coalitions must not hold up a single request.
 *
 * @param program a compiled file that posts {@link ThreadMessage}s; it loads what it needs and no more
 * @param input what the program finds in `workerData`
 */
export function computeInThread<Answer>(
  program: URL,
  input: unknown,
  onProgress: (progressBps: number) => void = () => undefined,
): Promise<Result<Answer, ComputationFailure>> {
  return new Promise((resolve) => {
    const worker = new Worker(program, { workerData: input, env: {}, execArgv: [] });
    const end = (outcome: Result<Answer, ComputationFailure>): void => {
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
    worker.on('message', (message: ThreadMessage<Answer>) => {
      if (message.kind === 'progress') onProgress(message.progressBps);
      else end(ok(message.answer));
    });
  });
}
