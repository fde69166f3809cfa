import type { LocalAdapter } from '#core/catalog';
import { err, ok, type Result } from '#libs/kernel';
import type { ModelAnswer } from '../core/model-answer.js';
import type { AnswerError } from './answer-error.js';
import { type DeclaredFileError, type ModelFiles, readDeclaredFile } from './declared-file.js';
import { loadedThread, reasonOf, threadModel, type ThreadStartError } from './model-thread.js';
import type { OnnxRecipe, OnnxReply } from './onnx-worker.js';
import type { ModelLimits, OpenModel } from './open-model-contract.js';
import { readOutput } from './output-reading.js';

const MODEL_BYTES_MAX = 536_870_912;

type OnnxAdapter = Extract<LocalAdapter, { kind: 'onnx' }>;

const RUNTIME = 'onnxruntime-node';

/** Loads a network in a thread of its own, from the bytes that were verified. */
export async function openOnnxModel(
  adapter: OnnxAdapter,
  files: ModelFiles,
  limits: ModelLimits,
  runtime: string = RUNTIME,
): Promise<Result<OpenModel, DeclaredFileError | ThreadStartError>> {
  const file = await readDeclaredFile(files, adapter, MODEL_BYTES_MAX);
  if (!file.ok) return file;
  // A buffer of its own: one that is part of a pool cannot move to another thread.
  const bytes = Uint8Array.from(file.value);
  const data: OnnxRecipe = { bytes, adapter, runtime };
  const { memoryMebibytes } = limits;
  const settings = { file: 'onnx-worker.js', data, memoryMebibytes, transfer: [bytes.buffer] };
  const worker = await loadedThread(settings, limits);
  if (!worker.ok) return worker;
  return ok(
    threadModel(worker.value, limits, (reply, count) => readReply(adapter, reply as OnnxReply, count)),
  );
}

function readReply(
  { output }: OnnxAdapter,
  reply: OnnxReply,
  count: number,
): Result<readonly ModelAnswer[], AnswerError> {
  if (reply.kind === 'unfit') return err({ code: 'input-unfit', index: reply.index, reason: reply.reason });
  if (reply.kind !== 'outputs' || reply.outputs.length !== count)
    return err({ code: 'model-failed', reason: reasonOf(reply) });
  const answers: ModelAnswer[] = [];
  for (const { elements, latencyMicros } of reply.outputs) {
    const reading = readOutput(output.reading, elements);
    if (!reading.ok) return err({ code: 'model-failed', reason: reading.error });
    answers.push({ ...reading.value, latencyMicros });
  }
  return ok(answers);
}
