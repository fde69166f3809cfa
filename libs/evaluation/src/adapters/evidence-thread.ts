import { err, ok, type Result } from '#libs/kernel';
import type { ThreadFailure } from './answer-error.js';
import type { EvidenceFound, EvidenceReply, EvidenceTask } from './evidence-worker.js';
import { nextReply, startThread, type ThreadNotBuilt } from './worker-thread.js';

const MEMORY_MEBIBYTES = 1_024;
const TIMEOUT_MS = 600_000;

/** Works out the evidence of a run in a thread of its own, which ends with it. */
export async function gatherInThread(
  task: EvidenceTask,
): Promise<Result<EvidenceFound, ThreadFailure | ThreadNotBuilt>> {
  const worker = startThread({
    file: 'evidence-worker.js',
    data: task,
    memoryMebibytes: MEMORY_MEBIBYTES,
  });
  if (!worker.ok) return worker;
  const reply = await nextReply<EvidenceReply>(worker.value, { timeoutMs: TIMEOUT_MS });
  await worker.value.terminate();
  if (!reply.ok) return reply;
  return reply.value.kind === 'done'
    ? ok(reply.value.found)
    : err({ code: 'model-failed', reason: reply.value.reason });
}
