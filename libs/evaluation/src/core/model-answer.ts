import { z } from 'zod';
import { err, ok, type Result } from '#libs/kernel';
import { type FieldProblem, firstProblem } from './field-problem.js';

export const LABEL_CHARACTERS_MAX = 200;

const ModelAnswerSchema = z.strictObject({
  label: z.string().max(LABEL_CHARACTERS_MAX),
  latencyMicros: z.int().min(0),
  /** Probability of the positive label, where the model gives one. */
  score: z.number().min(0).max(1).optional(),
  /** Millionths of a minor unit, in the currency of the declared prices. */
  costMicroMinor: z.int().min(0).optional(),
  /** How often the model was called for it; more than once when calls were repeated. */
  attempts: z.int().min(1).optional(),
});

/** What a model said about one input, and how many microseconds it took to say it. */
export type ModelAnswer = Readonly<z.infer<typeof ModelAnswerSchema>>;

/** Reads as many answers as there were questions out of what a model's process sent. */
export function parseModelAnswers(
  input: unknown,
  count: number,
): Result<readonly ModelAnswer[], FieldProblem> {
  const parsed = z.array(ModelAnswerSchema).length(count).safeParse(input);
  return parsed.success ? ok(parsed.data) : err(firstProblem(parsed.error));
}
