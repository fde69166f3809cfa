import type { Worker } from 'node:worker_threads';
import { err, ok, type Result } from '#libs/kernel';
import type { MappingExpression, MappingRecipe, MappingReply, MappingRequest } from './mapping-worker.js';
import { nextReply, startThread, type ThreadNotBuilt } from './worker-thread.js';

export interface MappingLimits {
  /** For one evaluation, by the clock that JSONata looks at between its steps. */
  readonly timeoutMs: number;
  /** When the thread is ended. Longer, since it may have to wait for a processor. */
  readonly endAfterMs: number;
  readonly loadTimeoutMs: number;
  readonly depthMax: number;
  readonly sequenceMax: number;
  readonly resultCharactersMax: number;
  readonly memoryMebibytes: number;
}

export const DEFAULT_MAPPING_LIMITS: MappingLimits = {
  timeoutMs: 200,
  endAfterMs: 1_000,
  loadTimeoutMs: 10_000,
  depthMax: 200,
  sequenceMax: 100_000,
  resultCharactersMax: 1_048_576,
  memoryMebibytes: 64,
};

export type MappingFailure = { readonly code: 'mapping-failed'; readonly reason: string };

export interface MappingThread {
  /** JSON text of what the expression makes of the text. */
  evaluate(expression: string, text: string): Promise<Result<string, MappingFailure>>;
  close(): Promise<void>;
}

/**
 * Compiles expressions in a thread of their own, which evaluates them one after the other. An evaluation that does
 * not end ends the thread; the next one gets a new thread.
 */
export async function openMappings(
  expressions: Readonly<Record<string, MappingExpression>>,
  limits: MappingLimits = DEFAULT_MAPPING_LIMITS,
): Promise<Result<MappingThread, MappingFailure | ThreadNotBuilt>> {
  const { timeoutMs, depthMax, sequenceMax, resultCharactersMax } = limits;
  const recipe: MappingRecipe = { expressions, timeoutMs, depthMax, sequenceMax, resultCharactersMax };
  const first = await startMappingThread(recipe, limits);
  if (!first.ok) return first;
  let worker: Worker | undefined = first.value;
  forgetAtItsEnd(worker);
  let isClosed = false;
  let last: Promise<unknown> = Promise.resolve();

  function forgetAtItsEnd(thread: Worker): void {
    thread.once('exit', () => {
      if (worker === thread) worker = undefined;
    });
  }

  async function evaluateNow(request: MappingRequest): Promise<Result<string, MappingFailure>> {
    if (isClosed) return failure('the mapping is closed');
    if (worker === undefined) {
      const started = await startMappingThread(recipe, limits);
      if (!started.ok) return failure(started.error.code);
      worker = started.value;
      forgetAtItsEnd(worker);
    }
    // A thread may end by itself, of too little memory for one, and is forgotten while we wait.
    const thread = worker;
    const reply = nextReply<MappingReply>(thread, { timeoutMs: limits.endAfterMs });
    thread.postMessage(request);
    const received = await reply;
    if (received.ok) return readReply(received.value);
    await thread.terminate();
    return received.error.code === 'timed-out'
      ? failure(`no result within ${String(limits.endAfterMs)} ms`)
      : failure(received.error.code === 'model-failed' ? received.error.reason : received.error.code);
  }

  return ok({
    evaluate(expression, text) {
      const result = last.then(() => evaluateNow({ expression, text }));
      last = result;
      return result;
    },
    async close() {
      isClosed = true;
      await worker?.terminate();
    },
  });
}

const failure = (reason: string): { readonly ok: false; readonly error: MappingFailure } =>
  err({ code: 'mapping-failed', reason });

function readReply(reply: MappingReply): Result<string, MappingFailure> {
  if (reply.kind === 'value') return ok(reply.json);
  return failure(reply.kind === 'failed' ? reply.reason : `unexpected message: ${reply.kind}`);
}

async function startMappingThread(
  data: MappingRecipe,
  { memoryMebibytes, loadTimeoutMs }: MappingLimits,
): Promise<Result<Worker, MappingFailure | ThreadNotBuilt>> {
  const worker = startThread({ file: 'mapping-worker.js', data, memoryMebibytes });
  if (!worker.ok) return worker;
  const reply = await nextReply<MappingReply>(worker.value, { timeoutMs: loadTimeoutMs });
  if (reply.ok && reply.value.kind === 'loaded') return worker;
  await worker.value.terminate();
  if (!reply.ok) return failure(reply.error.code);
  const problem = readReply(reply.value);
  return problem.ok ? failure('unexpected value') : problem;
}
