import type { LocalAdapter } from '#core/catalog';
import { err, ok, type Result, sha256Hex } from '#libs/kernel';
import type { ModelAnswer } from '../core/model-answer.js';
import type { AnswerError } from './answer-error.js';
import { type DeclaredFileError, type ModelFiles, readDeclaredFile } from './declared-file.js';
import type { ModelLimits, OpenModel } from './open-model-contract.js';
import { parseRecording, type Recording, type RecordingError } from './recording.js';
import { singleBatchModel } from './single-batch.js';

const RECORDING_BYTES_MAX = 268_435_456;

/**
 * A model that may not leave its house: its answers do, and are pinned like any other file. A row without an
 * answer fails the batch, since leaving out the hard ones would flatter.
 */
export async function openRecordedModel(
  adapter: Extract<LocalAdapter, { kind: 'recorded-answers' }>,
  files: ModelFiles,
  limits: ModelLimits,
): Promise<Result<OpenModel, DeclaredFileError | RecordingError>> {
  const bytes = await readDeclaredFile(files, adapter, RECORDING_BYTES_MAX);
  if (!bytes.ok) return bytes;
  const recording = parseRecording(bytes.value);
  if (!recording.ok) return recording;
  return ok(
    singleBatchModel(
      {
        survives: () => true,
        close: () => Promise.resolve(),
        answer(inputs, { sampleIds, onAnswer }) {
          const answers = lookUp(recording.value, inputs, sampleIds);
          if (answers.ok) for (const [index, answer] of answers.value.entries()) onAnswer?.(index, answer);
          return Promise.resolve(answers);
        },
      },
      limits,
    ),
  );
}

function lookUp(
  { bySampleId, byInputDigest }: Recording,
  inputs: readonly string[],
  sampleIds: readonly string[] | undefined,
): Result<readonly ModelAnswer[], AnswerError> {
  const answers: ModelAnswer[] = [];
  for (const [index, input] of inputs.entries()) {
    const answer = bySampleId.get(sampleIds?.[index] ?? '') ?? byInputDigest.get(sha256Hex(input));
    if (answer === undefined) return err({ code: 'answer-missing', index });
    answers.push(answer);
  }
  return ok(answers);
}
