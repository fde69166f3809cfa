import { parentPort, workerData } from 'node:worker_threads';
import { assert, assertDefined, canonicalJson, type Json, parseJson, type Result } from '#libs/kernel';
import type { ThreadMessage } from '#libs/platform';
import {
  type AttributionRefusal,
  type AttributionRequest,
  type AttributionSubject,
  computeAttribution,
  computeTrained,
  type Progress,
  type TrainingDocument,
} from './core/index.js';

/** The stored documents of a queued computation, as texts: they are read where they are needed, in the thread. */
export type AttributeTask = {
  readonly subject: AttributionSubject;
  readonly request: string;
  readonly seed: string;
  /** Where models were trained: the plan with its digest, and the input that came of it. */
  readonly trained:
    { readonly training: string; readonly trainingDigest: string; readonly input: string } | undefined;
};

/** The RFC 8785 text of a result: what is digested is what was computed, whatever a copy between threads makes of it. */
export type AttributionAnswer = Result<string, AttributionRefusal>;

const port = assertDefined(parentPort, 'this is the program of a thread');
const tell = (message: ThreadMessage<AttributionAnswer>): void => {
  port.postMessage(message);
};

function compute({ subject, request: text, seed, trained }: AttributeTask, progress: Progress) {
  const request = read(text) as unknown as AttributionRequest;
  if (trained === undefined) return computeAttribution({ subject, request, seed }, progress);
  const { training, trainingDigest, input } = trained;
  return computeTrained(
    {
      subject: { ...subject, trainingDigest },
      request,
      training: read(training) as unknown as TrainingDocument,
      input: read(input),
    },
    progress,
  );
}

function read(text: string): Json {
  const json = parseJson(text);
  assert(json.ok, 'stored documents are JSON');
  return json.value;
}

const result = compute(workerData as AttributeTask, (progressBps) => {
  tell({ kind: 'progress', progressBps });
});
tell({
  kind: 'answer',
  answer: result.ok ? { ok: true, value: canonicalJson(result.value) } : result,
});
