import { assert, digestOf, err, type Json, type Result } from '#libs/kernel';
import { attribute, type Progress, readAttributionInput } from '../computation/index.js';
import { type Rational, rational } from '../methods/index.js';
import {
  type AttributionNote,
  type AttributionRefusal,
  type AttributionRequest,
  type AttributionResult,
  attributionResult,
  type AttributionSubject,
} from '../sources/index.js';
import type { TrainingDocument } from './training-document.js';

/** An attribution whose utilities have been trained: the plan, and the input that came of it. */
export type TrainedTask = {
  readonly subject: AttributionSubject & { readonly trainingDigest: string };
  readonly request: AttributionRequest;
  readonly training: TrainingDocument;
  readonly input: Json;
};

/** Computes trained utilities and freezes the outcome. Anybody with the documents gets the same bytes. */
export function computeTrained(
  { subject, request, training, input }: TrainedTask,
  progress?: Progress,
): Result<AttributionResult, AttributionRefusal> {
  const read = readAttributionInput(input);
  if (!read.ok) return err({ code: 'not-computable', ...read.error });
  const answer = attribute(read.value, progress);
  if (!answer.ok) return err({ code: 'not-computable', ...answer.error });
  const { utilities } = input as { readonly utilities: Json };
  return attributionResult(
    { ...subject, utilitiesDigest: digestOf(utilities) },
    request.players,
    training.clusters.map(({ parts, ...cluster }) => ({ ...cluster, parts: parts.map(fractionOf) })),
    answer.value,
    noteOnBudget(training, answer.value.samples),
  );
}

function noteOnBudget(
  { coalitions }: TrainingDocument,
  orders: number | undefined,
): readonly AttributionNote[] {
  if (coalitions.kind === 'all' || orders === coalitions.orders) return [];
  const text = `${String(orders)} of ${String(coalitions.orders)} orders were walked when the budget was spent`;
  return [{ code: 'budget-spent', subject: 'orders', text }];
}

/** Reads what `rationalText` writes. */
function fractionOf(text: string): Rational {
  const match = /^(-?\d+)\/([1-9]\d*)$/.exec(text);
  assert(match !== null, `no fraction: ${text}`);
  return rational(BigInt(match[1] ?? 0), BigInt(match[2] ?? 1));
}
