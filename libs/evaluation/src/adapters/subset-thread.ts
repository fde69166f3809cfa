import { err, ok, type Result } from '#libs/kernel';
import type { DomainRow } from '../core/domain-row.js';
import type { ThreadFailure } from './answer-error.js';
import type { SubsetReply, SubsetTask } from './subset-worker.js';
import { nextReply, startThread, type ThreadNotBuilt } from './worker-thread.js';

const MEMORY_MEBIBYTES = 1_024;

/** Of reading the rows, and of one training with its scores. */
const TIMEOUT_MS = 300_000;

export type SubsetFailure = ThreadFailure | ThreadNotBuilt;

/** Models on demand, trained on parts of the training rows of a domain; one at a time. */
export interface OpenSubsets {
  /** The training rows, in the order of their file. */
  readonly rows: readonly DomainRow[];
  /** What a model is worth that learned from the rows at these positions, and how long that took. */
  score(
    positions: Int32Array,
  ): Promise<Result<{ readonly score: number; readonly tookMs: number }, SubsetFailure>>;
  close(): Promise<void>;
}

/** Starts a thread that has read the rows of a domain. */
export async function openSubsets(task: SubsetTask): Promise<Result<OpenSubsets, SubsetFailure>> {
  const started = startThread({ file: 'subset-worker.js', data: task, memoryMebibytes: MEMORY_MEBIBYTES });
  if (!started.ok) return started;
  const worker = started.value;
  const close = async (): Promise<void> => {
    await worker.terminate();
  };
  const opened = await nextReply<SubsetReply>(worker, { timeoutMs: TIMEOUT_MS });
  if (!opened.ok || opened.value.kind !== 'opened') {
    await close();
    return opened.ok ? unexpected(opened.value) : opened;
  }
  return ok({
    rows: opened.value.rows,
    close,
    async score(positions) {
      const reply = nextReply<SubsetReply>(worker, { timeoutMs: TIMEOUT_MS });
      worker.postMessage(positions);
      const scored = await reply;
      if (!scored.ok) return scored;
      return scored.value.kind === 'scored' ? ok(scored.value) : unexpected(scored.value);
    },
  });
}

const unexpected = (reply: SubsetReply): Result<never, SubsetFailure> =>
  err({ code: 'model-failed', reason: reply.kind === 'failed' ? reply.reason : `the thread ${reply.kind}` });
