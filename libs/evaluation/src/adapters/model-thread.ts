import type { Worker } from 'node:worker_threads';
import { err, ok, type Result } from '#libs/kernel';
import { type ModelAnswer, parseModelAnswers } from '../core/model-answer.js';
import type { AnswerError, ThreadFailure } from './answer-error.js';
import type { ModelLimits, OpenModel } from './open-model-contract.js';
import type { ModelRecipe, WorkerReply } from './package-worker.js';
import { singleBatchModel } from './single-batch.js';
import { nextReply, startThread, type ThreadNotBuilt, type ThreadSettings } from './worker-thread.js';

export type ThreadStartError = ThreadFailure | ThreadNotBuilt | RuntimeAbsent;

/** The first message of every thread of ours is one of these. */
type FirstReply =
  | { readonly kind: 'loaded' }
  | { readonly kind: 'absent'; readonly reason: string }
  | { readonly kind: 'failed'; readonly reason: string };

/** A package that the model needs is not installed, or not for this machine. */
export type RuntimeAbsent = { readonly code: 'runtime-absent'; readonly reason: string };

/** Loads a model in a thread of its own. */
export async function startModelThread(
  recipe: ModelRecipe,
  limits: ModelLimits,
): Promise<Result<OpenModel, ThreadStartError>> {
  const { memoryMebibytes } = limits;
  const worker = await loadedThread({ file: 'package-worker.js', data: recipe, memoryMebibytes }, limits);
  return worker.ok ? ok(threadModel(worker.value, limits, readAnswers)) : worker;
}

/** A thread that has said that it is ready. */
export async function loadedThread(
  settings: ThreadSettings,
  limits: ModelLimits,
): Promise<Result<Worker, ThreadStartError>> {
  const worker = startThread(settings);
  if (!worker.ok) return worker;
  const first = await nextReply<FirstReply>(worker.value, { timeoutMs: limits.loadTimeoutMs });
  if (first.ok && first.value.kind === 'loaded') return worker;
  await worker.value.terminate();
  if (!first.ok) return first;
  return first.value.kind === 'absent'
    ? err({ code: 'runtime-absent', reason: first.value.reason })
    : err({ code: 'model-failed', reason: reasonOf(first.value) });
}

/**
 * A model whose thread takes the inputs of a batch as one message and answers with one.
 *
 * @param read makes answers of that message; after any error but an unfit input the thread is ended
 */
export function threadModel(
  worker: Worker,
  limits: ModelLimits,
  read: (reply: unknown, count: number) => Result<readonly ModelAnswer[], AnswerError>,
): OpenModel {
  let hasEnded = false;
  worker.once('exit', () => (hasEnded = true));
  return singleBatchModel(
    {
      hasEnded: () => hasEnded,
      survives: ({ code }) => code === 'input-unfit',
      async close() {
        await worker.terminate();
      },
      async answer(inputs, options) {
        const reply = nextReply<unknown>(worker, options);
        worker.postMessage(inputs);
        const received = await reply;
        const answers = received.ok ? read(received.value, inputs.length) : received;
        if (answers.ok)
          for (const [index, answer] of answers.value.entries()) options.onAnswer?.(index, answer);
        return answers;
      },
    },
    limits,
  );
}

function readAnswers(message: unknown, count: number): Result<readonly ModelAnswer[], ThreadFailure> {
  const reply = message as WorkerReply;
  if (reply.kind !== 'answers') return err({ code: 'model-failed', reason: reasonOf(reply) });
  const answers = parseModelAnswers(reply.answers, count);
  if (answers.ok) return answers;
  return err({ code: 'model-failed', reason: `answers${answers.error.path}: ${answers.error.reason}` });
}

export const reasonOf = (reply: { readonly kind: string; readonly reason?: string }): string =>
  reply.kind === 'failed' ? (reply.reason ?? '') : `unexpected message: ${reply.kind}`;
