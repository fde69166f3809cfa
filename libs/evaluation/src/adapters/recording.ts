import { err, ok, type Result } from '#libs/kernel';
import { z } from 'zod';
import { firstProblem } from '../core/field-problem.js';
import { LABEL_CHARACTERS_MAX, type ModelAnswer } from '../core/model-answer.js';
import { labelOf } from './label-text.js';

const ANSWERS_MAX = 1_000_000;

const digest = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hexadecimal digits');

const LineSchema = z
  .strictObject({
    sample_id: digest.optional(),
    input_sha256: digest.optional(),
    label: z.string().max(LABEL_CHARACTERS_MAX),
    score: z.number().min(0).max(1).optional(),
    latency_micros: z.int().min(0).max(2_147_483_647).optional(),
    cost_micro_minor: z.int().min(0).optional(),
  })
  .refine((line) => (line.sample_id === undefined) !== (line.input_sha256 === undefined), {
    path: ['sample_id'],
    message: 'or else input_sha256 is needed, one of the two',
  });

/** Answers by what they answer. */
export interface Recording {
  readonly bySampleId: ReadonlyMap<string, ModelAnswer>;
  /** By the SHA-256 of the input's UTF-8 bytes. */
  readonly byInputDigest: ReadonlyMap<string, ModelAnswer>;
}

export type RecordingError = {
  readonly code: 'recording-invalid';
  /** Counted from 1. */
  readonly line: number;
  readonly path: string;
  readonly reason: string;
};

const LINE_FEED = 0x0a;

/**
 * Reads recorded answers: one JSON object a line, `{"sample_id" or "input_sha256", "label", "score"?,
 * "latency_micros"?, "cost_micro_minor"?}`. Two answers to the same question are refused: which one counts would be
 * up to whoever reads.
 */
export function parseRecording(bytes: Buffer): Result<Recording, RecordingError> {
  const bySampleId = new Map<string, ModelAnswer>();
  const byInputDigest = new Map<string, ModelAnswer>();
  let line = 0;
  for (let start = 0; start < bytes.length;) {
    const found = bytes.indexOf(LINE_FEED, start);
    const end = found === -1 ? bytes.length : found;
    line += 1;
    const refusal = (path: string, reason: string): Result<Recording, RecordingError> =>
      err({ code: 'recording-invalid', line, path, reason });
    if (line > ANSWERS_MAX) return refusal('', `more than ${String(ANSWERS_MAX)} answers`);
    const parsed = parseLine(bytes.toString('utf8', start, end));
    if (!parsed.ok) return refusal(parsed.error.path, parsed.error.reason);
    const { sample_id: sampleId, input_sha256: inputDigest } = parsed.value;
    const key = sampleId ?? inputDigest ?? '';
    const answers = sampleId === undefined ? byInputDigest : bySampleId;
    if (answers.has(key)) return refusal('', 'answers a question that an earlier line answers');
    answers.set(key, answerOf(parsed.value));
    start = end + 1;
  }
  return ok({ bySampleId, byInputDigest });
}

type Line = z.infer<typeof LineSchema>;

function parseLine(text: string): Result<Line, { path: string; reason: string }> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return err({ path: '', reason: 'is not JSON' });
  }
  const parsed = LineSchema.safeParse(json);
  return parsed.success ? ok(parsed.data) : err(firstProblem(parsed.error));
}

/** What was not measured counts as no time at all, which no latency statistic takes for a measurement of ours. */
const answerOf = (line: Line): ModelAnswer => ({
  label: labelOf(line.label),
  latencyMicros: line.latency_micros ?? 0,
  ...(line.score === undefined ? {} : { score: line.score }),
  ...(line.cost_micro_minor === undefined ? {} : { costMicroMinor: line.cost_micro_minor }),
});
