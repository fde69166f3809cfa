import { parentPort, workerData } from 'node:worker_threads';
import { assertDefined, canonicalJson } from '#libs/kernel';
import { type AttributionTask, computeAttribution } from './core/index.js';
import type { ThreadMessage } from './attribute-in-thread.js';

const port = assertDefined(parentPort, 'this is the program of a thread');
const tell = (message: ThreadMessage): void => {
  port.postMessage(message);
};

const outcome = computeAttribution(workerData as AttributionTask, (progressBps) => {
  tell({ kind: 'progress', progressBps });
});
tell({
  kind: 'outcome',
  // As text: what is digested is what was computed, whatever a copy between threads would make of it.
  outcome: outcome.ok ? { ok: true, value: canonicalJson(outcome.value) } : outcome,
});
