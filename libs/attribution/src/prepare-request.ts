import { canonicalJson, err, type Id, type Json, ok, parseJson, type Result, sha256Hex } from '#libs/kernel';
import type { TrainingSubject } from '#libs/evaluation';
import { z } from 'zod';
import { requestAttribution } from './computation.contract.js';
import {
  type AttributionRequest,
  faultOf,
  type InputFault,
  planTraining,
  prepareAttribution,
  samplingSeed,
  trainingFault,
  type TrainingRequest,
  type TrainingRowView,
} from './core/index.js';

/** What a request trains, and the rows that its sources are of. */
export type Ground = { readonly subject: TrainingSubject; readonly rows: readonly TrainingRowView[] };

export type PrepareTask = {
  /** JSON, as it was sent. */
  readonly text: string;
  /** Public id of the attribution that it may become. */
  readonly attributionId: string;
  readonly ground?: Ground;
};

/** A checked request, with every document that is fixed before anything is computed. */
export type PreparedRequest = {
  readonly kind: 'prepared';
  readonly method: AttributionRequest['method'];
  readonly seed: string;
  readonly request: string;
  readonly requestDigest: string;
  readonly input: string | null;
  readonly inputDigest: string | null;
  readonly training: string | null;
  readonly trainingDigest: string | null;
  /** Of each player. */
  readonly partyIds: readonly Id<'party'>[];
};

/** A request that cannot be prepared without the rows that its models train on. */
export type GroundNeeded = { readonly kind: 'ground-needed'; readonly training: TrainingRequest };

/** `not-json` says that the text means nothing, or more than one thing. */
export type PrepareFault = InputFault & { readonly code: 'not-json' | 'invalid' };

export type PrepareAnswer = Result<PreparedRequest | GroundNeeded, PrepareFault>;

/** Reads and checks a request, and makes the documents of it. Takes a second for a table of a million utilities. */
export function prepareRequest({ text, attributionId, ground }: PrepareTask): PrepareAnswer {
  const json = parseJson(text);
  if (!json.ok) return err({ code: 'not-json', path: json.error.path, reason: json.error.reason });
  const parsed = requestAttribution.safeParse(json.value);
  if (!parsed.success) return err({ code: 'invalid', ...faultOf(parsed.error) });
  const asked = parsed.data;
  const request = z.encode(requestAttribution, asked) as Json & AttributionRequest;
  if (asked.training !== undefined && ground === undefined) {
    const fault = trainingFault(request);
    return fault === undefined
      ? ok({ kind: 'ground-needed', training: asked.training })
      : err({ code: 'invalid', ...fault });
  }
  const requestText = canonicalJson(request);
  const requestDigest = sha256Hex(requestText);
  const seed = samplingSeed(requestDigest, attributionId);
  const documents = documentsOf(request, { attributionId, requestDigest, seed }, asked.training, ground);
  if (!documents.ok) return err({ code: 'invalid', ...documents.error });
  return ok({
    kind: 'prepared',
    method: asked.method,
    seed,
    request: requestText,
    requestDigest,
    ...documents.value,
    partyIds: asked.players.map(({ partyId }) => partyId),
  });
}

type Documents = Pick<PreparedRequest, 'input' | 'inputDigest' | 'training' | 'trainingDigest'>;
type Identity = { readonly attributionId: string; readonly requestDigest: string; readonly seed: string };

function documentsOf(
  request: AttributionRequest,
  identity: Identity,
  training: TrainingRequest | undefined,
  ground: Ground | undefined,
): Result<Documents, InputFault> {
  if (training === undefined || ground === undefined) {
    const stray = request.players.findIndex(({ rows }) => rows !== undefined);
    if (stray >= 0) return err({ path: `/players/${String(stray)}/rows`, reason: 'go with training' });
    const prepared = prepareAttribution(request, identity.seed);
    if (!prepared.ok) return prepared;
    const input = canonicalJson(prepared.value.input);
    return ok({ input, inputDigest: sha256Hex(input), training: null, trainingDigest: null });
  }
  const plan = planTraining({ ...request, training }, { ...identity, subject: ground.subject }, ground.rows);
  if (!plan.ok) return plan;
  const text = canonicalJson(plan.value);
  return ok({ input: null, inputDigest: null, training: text, trainingDigest: sha256Hex(text) });
}
