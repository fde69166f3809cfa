import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { assert, err, ok, type Result } from '#libs/kernel';
import { type ModelAnswer, parseModelAnswers } from '../core/model-answer.js';
import type { ModelRecipe, WorkerReply } from './package-worker.js';
import { compiledFile } from '#libs/platform';

export interface ModelLimits {
  /** Heap of the model's thread. */
  readonly memoryMebibytes: number;
  /** For loading the model, once. */
  readonly loadTimeoutMs: number;
  /** Inputs of one call. */
  readonly batchInputsMax: number;
}

export const DEFAULT_MODEL_LIMITS: ModelLimits = {
  memoryMebibytes: 256,
  loadTimeoutMs: 10_000,
  batchInputsMax: 10_000,
};

export interface AnswerOptions {
  /** For the whole batch. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** Why a thread gave no answer. After any of these but `batch-too-large` the model is closed. */
export type ThreadFailure =
  | { readonly code: 'timed-out'; readonly timeoutMs: number }
  | { readonly code: 'aborted' }
  | { readonly code: 'model-failed'; readonly reason: string };

export type AnswerError =
  | ThreadFailure
  | { readonly code: 'batch-too-large'; readonly batchInputsMax: number }
  | { readonly code: 'model-closed' };

/** A loaded model that answers one batch at a time. Must be closed, or its thread keeps the process alive. */
export interface OpenModel {
  /** Answers in the order of the inputs. */
  answer(
    inputs: readonly string[],
    options: AnswerOptions,
  ): Promise<Result<readonly ModelAnswer[], AnswerError>>;
  close(): Promise<void>;
}

export type ThreadStartError = ThreadFailure | { readonly code: 'worker-not-built'; readonly file: string };

/** Loads a model in a thread of its own, with its memory bounded and none of our environment. */
export async function startModelThread(
  recipe: ModelRecipe,
  limits: ModelLimits,
): Promise<Result<OpenModel, ThreadStartError>> {
  const file = fileURLToPath(compiledFile(import.meta.url, 'package-worker.js'));
  if (!existsSync(file)) return err({ code: 'worker-not-built', file });
  const worker = new Worker(file, {
    workerData: recipe,
    env: {},
    execArgv: [],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: limits.memoryMebibytes },
  });
  // What a model prints is nobody's business, but unread pipes would fill.
  worker.stdout.resume();
  worker.stderr.resume();
  // Between batches nobody waits: a failure then ends the thread, and must not end the process.
  worker.on('error', () => undefined);
  const loaded = await nextReply(worker, { timeoutMs: limits.loadTimeoutMs });
  if (loaded.ok && loaded.value.kind === 'loaded') return ok(openModel(worker, limits));
  await worker.terminate();
  return loaded.ok ? err({ code: 'model-failed', reason: reasonOf(loaded.value) }) : loaded;
}

function openModel(worker: Worker, limits: ModelLimits): OpenModel {
  let state: 'idle' | 'busy' | 'closed' = 'idle';
  worker.once('exit', () => (state = 'closed'));
  const close = async (): Promise<void> => {
    state = 'closed';
    await worker.terminate();
  };
  return {
    close,
    async answer(inputs, options) {
      assert(state !== 'busy', 'a model answers one batch at a time');
      if (state === 'closed') return err({ code: 'model-closed' });
      if (inputs.length > limits.batchInputsMax)
        return err({ code: 'batch-too-large', batchInputsMax: limits.batchInputsMax });
      state = 'busy';
      const reply = nextReply(worker, options);
      worker.postMessage(inputs);
      const answers = readAnswers(await reply, inputs.length);
      if (answers.ok) state = 'idle';
      else await close();
      return answers;
    },
  };
}

function readAnswers(
  reply: Result<WorkerReply, ThreadFailure>,
  count: number,
): Result<readonly ModelAnswer[], ThreadFailure> {
  if (!reply.ok) return reply;
  if (reply.value.kind !== 'answers') return err({ code: 'model-failed', reason: reasonOf(reply.value) });
  const answers = parseModelAnswers(reply.value.answers, count);
  if (answers.ok) return answers;
  return err({ code: 'model-failed', reason: `answers${answers.error.path}: ${answers.error.reason}` });
}

const reasonOf = (reply: WorkerReply): string =>
  reply.kind === 'failed' ? reply.reason : `unexpected message: ${reply.kind}`;

/** The next message of the thread, or why there will be none. Leaves no listener and no timer behind. */
function nextReply(worker: Worker, options: AnswerOptions): Promise<Result<WorkerReply, ThreadFailure>> {
  const { timeoutMs, signal } = options;
  return new Promise((resolve) => {
    const settle = (result: Result<WorkerReply, ThreadFailure>): void => {
      clearTimeout(timer);
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      signal?.removeEventListener('abort', onAbort);
      resolve(result);
    };
    const onMessage = (reply: WorkerReply): void => {
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
