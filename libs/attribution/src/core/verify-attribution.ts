import {
  agreement,
  type Check,
  digestOf,
  fails,
  holds,
  type Json,
  readForm,
  type Result,
  type Verification,
  verificationOf,
} from '#libs/kernel';
import { z } from 'zod';
import { readAttributionInput } from './computation/index.js';
import { samplingSeed } from './methods/index.js';
import {
  type AttributionRefusal,
  type AttributionRequest,
  type AttributionResult,
  computeAttribution,
  prepareAttribution,
} from './sources/index.js';
import { computeTrained, type TrainingDocument } from './training/index.js';

const KIND = 'attribution';
const digest = z.string().regex(/^[0-9a-f]{64}$/);
const json = z.custom<Json>((value) => value !== undefined, 'is missing');

/** What `GET /v1/attributions/{id}/documents` answers once the attribution has ended. */
const bundleForm = z.strictObject({
  requestDigest: digest,
  request: json,
  trainingDigest: digest.nullable().default(null),
  training: json.nullable().default(null),
  inputDigest: digest,
  input: json,
  resultDigest: digest,
  result: z.looseObject({
    document: z.literal('attribution-result'),
    attributionId: z.string(),
    modelId: z.string(),
  }),
});

type Bundle = z.output<typeof bundleForm>;

/**
 * Checks an attribution from its documents: that each has its digest, that the input is what the request makes (where
 * models were trained: that clusters and orders are those that were fixed before), and that input and clusters make
 * the very result. Whether a coalition is worth what was stated takes the domain's rows, and is not checked.
 */
export function verifyAttribution(bundle: Json): Verification {
  const form = readForm(bundleForm, bundle);
  if (!form.ok) return verificationOf(KIND, [form.error]);
  const documents = form.value;
  const digests = digestChecks(documents);
  if (digests.some(({ ok }) => !ok)) return verificationOf(KIND, digests);
  const recomputed =
    documents.training === null ? checkPrepared(documents) : checkTrained(documents, documents.training);
  return verificationOf(KIND, [...digests, ...recomputed]);
}

const digestChecks = (documents: Bundle): readonly Check[] => [
  agreement('request-digest', documents.requestDigest, digestOf(documents.request)),
  ...(documents.training === null
    ? []
    : [agreement('training-digest', documents.trainingDigest, digestOf(documents.training))]),
  agreement('input-digest', documents.inputDigest, digestOf(documents.input)),
  agreement('result-digest', documents.resultDigest, digestOf(documents.result as Json)),
];

const subjectOf = ({ requestDigest, inputDigest, result }: Bundle) => ({
  attributionId: result.attributionId,
  modelId: result.modelId,
  requestDigest,
  inputDigest,
});

function checkPrepared(documents: Bundle): readonly Check[] {
  const { requestDigest, input, result } = documents;
  const request = documents.request as unknown as AttributionRequest;
  return guarded(() => {
    const seed = samplingSeed(requestDigest, result.attributionId);
    const prepared = prepareAttribution(request, seed);
    if (!prepared.ok) return [fails('input', `${prepared.error.path}: ${prepared.error.reason}`)];
    const made = agreement('input', input, prepared.value.input);
    if (!made.ok) return [made];
    return [
      made,
      resultCheck(result as Json, computeAttribution({ subject: subjectOf(documents), request, seed })),
    ];
  });
}

function checkTrained(documents: Bundle, plan: Json): readonly Check[] {
  const { input, result, trainingDigest } = documents;
  const request = documents.request as unknown as AttributionRequest;
  const training = plan as unknown as TrainingDocument;
  return guarded(() => {
    const read = readAttributionInput(input);
    if (!read.ok) return [fails('input', `${read.error.path}: ${read.error.reason}`)];
    const { coalitions } = training;
    const stated = input as Readonly<Record<string, Json | undefined>>;
    const made = agreement(
      'input',
      {
        method: stated['method'],
        players: stated['players'],
        truncation: stated['truncation'],
        seed: stated['seed'],
      },
      {
        method: request.method,
        players: training.clusters.map(({ player }) => player),
        ...(coalitions.kind === 'all' ? {} : { truncation: coalitions.truncation, seed: coalitions.seed }),
      },
    );
    if (!made.ok) return [made];
    const subject = { ...subjectOf(documents), trainingDigest: trainingDigest ?? '' };
    return [made, resultCheck(result as Json, computeTrained({ subject, request, training, input }))];
  });
}

function resultCheck(stated: Json, computed: Result<AttributionResult, AttributionRefusal>): Check {
  if (!computed.ok) return fails('result', computed.error.reason);
  const check = agreement('result', stated, computed.value);
  return check.ok ? holds('result', 'computed again to the same weights') : check;
}

/** Documents whose digests agree may still be no documents of ours: what they break on is what is wrong. */
function guarded(check: () => readonly Check[]): readonly Check[] {
  try {
    return check();
  } catch (error) {
    return [fails('documents', error instanceof Error ? error.message : String(error))];
  }
}
