import { z } from 'zod';
import { err, ok, type Result } from '#libs/kernel';
import { type FieldProblem, firstProblem } from './field-problem.js';

const WEIGHTS_MAX = 1_000_000;
const FEATURE_CHARACTERS_MAX = 500;

/** How features are taken from an input: see `linear-features.ts`. */
export const featureKind = z.enum(['words', 'word-pairs', 'fields']);

export type FeatureKind = z.infer<typeof featureKind>;

const LinearModelSchema = z.strictObject({
  features: featureKind,
  positive: z.string().min(1).max(200),
  negative: z.string().min(1).max(200),
  /** Log-odds of the positive label before any feature is seen. */
  intercept: z.number(),
  /** Only so many features of an input count: those with the weights furthest from 0. */
  tellingMax: z.int().min(1).optional(),
  /** What each feature adds to the log-odds, times its value. Features without a weight say nothing. */
  weights: z
    .record(z.string().max(FEATURE_CHARACTERS_MAX), z.number())
    .refine((weights) => Object.keys(weights).length <= WEIGHTS_MAX, 'are too many'),
});

/** A model that adds up weights: what naive Bayes and logistic regression both come to. */
export type LinearModel = Readonly<z.infer<typeof LinearModelSchema>>;

/** Reads a linear model out of untrusted JSON. */
export function parseLinearModel(input: unknown): Result<LinearModel, FieldProblem> {
  const parsed = LinearModelSchema.safeParse(input);
  return parsed.success ? ok(parsed.data) : err(firstProblem(parsed.error));
}
