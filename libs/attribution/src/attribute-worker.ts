import { parentPort, workerData } from 'node:worker_threads';
import { assertDefined, canonicalJson, type Result } from '#libs/kernel';
import type { ThreadMessage } from '#libs/platform';
import { type AttributionRefusal, type AttributionTask, computeAttribution } from './core/index.js';

/** The RFC 8785 text of a result: what is digested is what was computed, whatever a copy between threads makes of it. */
export type AttributionAnswer = Result<string, AttributionRefusal>;

const port = assertDefined(parentPort, 'this is the program of a thread');
const tell = (message: ThreadMessage<AttributionAnswer>): void => {
  port.postMessage(message);
};

const result = computeAttribution(workerData as AttributionTask, (progressBps) => {
  tell({ kind: 'progress', progressBps });
});
tell({ kind: 'answer', answer: result.ok ? { ok: true, value: canonicalJson(result.value) } : result });
