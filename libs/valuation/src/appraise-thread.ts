import { Worker } from 'node:worker_threads';
import { err, type Result } from '#libs/kernel';
import { compiledFile } from '#libs/platform';
import type { Appraisal, Dossier, Refusal } from './core/index.js';

const TIMEOUT_MS = 120_000;

export type AppraisalFailure = { readonly code: 'appraisal-failed'; readonly reason: string };

/** Simulates in a thread of its own: ten thousand paths must not hold up a single request. */
export function appraiseInThread(dossier: Dossier): Promise<Result<Appraisal, Refusal | AppraisalFailure>> {
  return new Promise((resolve) => {
    const worker = new Worker(compiledFile(import.meta.url, 'appraise-worker.js'), {
      workerData: dossier,
      env: {},
      execArgv: [],
    });
    const failed = (reason: string): void => {
      clearTimeout(timer);
      resolve(err({ code: 'appraisal-failed', reason }));
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
    worker.once('message', (result: Result<Appraisal, Refusal>) => {
      clearTimeout(timer);
      resolve(result);
    });
  });
}
