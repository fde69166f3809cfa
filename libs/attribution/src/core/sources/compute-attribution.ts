import { assert, canonicalJson, err, type Result, sha256Hex } from '#libs/kernel';
import { attribute, type Progress, readAttributionInput } from '../computation/index.js';
import type { AttributionRequest } from './attribution-request.js';
import {
  type AttributionRefusal,
  type AttributionResult,
  attributionResult,
  type AttributionSubject,
} from './attribution-result.js';
import { prepareAttribution } from './prepare-attribution.js';

/** A queued computation: what was asked for, and the input that was made of it. */
export type AttributionTask = {
  readonly subject: AttributionSubject;
  readonly request: AttributionRequest;
  readonly seed: string;
};

/** Prepares a task again, computes it and freezes the outcome. Anybody with its documents gets the same bytes. */
export function computeAttribution(
  { subject, request, seed }: AttributionTask,
  progress?: Progress,
): Result<AttributionResult, AttributionRefusal> {
  const prepared = prepareAttribution(request, seed);
  assert(prepared.ok, 'what was queued had been prepared');
  const { input, sources, clusters } = prepared.value;
  assert(sha256Hex(canonicalJson(input)) === subject.inputDigest, 'the same request makes the same input');
  const read = readAttributionInput(input);
  assert(read.ok, 'what clusters play is an input');
  const answer = attribute(read.value, progress);
  if (!answer.ok) return err({ code: 'not-computable', ...answer.error });
  return attributionResult(subject, sources, clusters, answer.value);
}
