import { displayText, idOf, instant, sha256Digest } from '#contract/platform';
import { z } from 'zod';
import {
  ATTRIBUTION_METHODS,
  matches,
  neighbourCount,
  neighbourUtility,
  points,
  samples,
  votes,
} from './core/computation/index.js';

const PLAYERS_MAX = 10_000;
const ITEMS_MAX = 10_000;

/** A source of what the model was made of. Sources of one party or payee, and copies, are valued as one player. */
export const attributionPlayer = z.strictObject({
  name: z
    .string()
    .min(1)
    .max(100)
    .regex(/^[^,]+$/, 'must not contain a comma, which separates names'),
  partyId: idOf('party'),
  /** Names where the money goes, if several parties have it paid to one place. */
  payee: displayText(200).optional(),
  /** SHA-256 of the content. Of training points that are given with features nobody needs to state it. */
  contentDigest: sha256Digest.optional(),
  /** SHA-256 of each row, text or file of the content. */
  items: z.array(sha256Digest).max(ITEMS_MAX).optional(),
});

/**
 * The input of `salvor attribute`, with players told apart by who is credited. A game takes `utilities` or
 * `votingGame`, and `samples` where it is too large to be exact; KNN-Shapley takes `k`, and `matches` or `train` with
 * `validation`. Players stand in the order in which they were registered: of copies the first counts. A negative
 * value counts as zero. The seed of sampling is drawn by the service.
 */
export const requestAttribution = z.strictObject({
  method: z.enum(ATTRIBUTION_METHODS),
  players: z.array(attributionPlayer).min(1).max(PLAYERS_MAX),
  alpha: z.number().positive().optional(),
  beta: z.number().positive().optional(),
  utilities: z
    .unknown()
    .meta({
      type: 'object',
      additionalProperties: { type: 'number' },
      description: 'What each coalition is worth: "" nobody, "a", "b", "a,b"; all of them.',
      example: { '': 0, a: 1, b: 2, 'a,b': 4 },
    })
    .optional(),
  votingGame: votes.optional(),
  samples: samples.optional(),
  k: neighbourCount.optional(),
  utility: neighbourUtility.optional(),
  matches: matches.optional(),
  train: points.optional(),
  validation: points.optional(),
});

export const attributedParty = z.strictObject({
  partyId: idOf('party'),
  partyName: z.string(),
  value: z.number(),
  /** 0 where the value is exact, null where too few samples tell. */
  standardError: z.number().nullable(),
  weightPpb: z.int(),
  /** What the share is at least, with 95 % confidence. */
  lowerBoundPpb: z.int(),
});

export const attributionView = z.strictObject({
  id: idOf('attribution'),
  modelId: idOf('model'),
  method: z.enum(ATTRIBUTION_METHODS),
  state: z.enum(['queued', 'running', 'completed', 'refused', 'failed']),
  progressBps: z.int(),
  seed: sha256Digest,
  requestDigest: sha256Digest,
  inputDigest: sha256Digest,
  resultDigest: sha256Digest.nullable(),
  refusal: z.strictObject({ code: z.string(), reason: z.string() }).nullable(),
  efficiencyGap: z.number().nullable(),
  parties: z.array(attributedParty).nullable(),
  notes: z.array(z.strictObject({ code: z.string(), subject: z.string(), text: z.string() })).nullable(),
  /** The weight sets of the model that were taken from it. */
  weightSetIds: z.array(idOf('weightSet')),
  queuedAt: instant,
  startedAt: instant.nullable(),
  finishedAt: instant.nullable(),
});

/** The documents behind an attribution. Each digest is SHA-256 over the RFC 8785 bytes of its document. */
export const attributionDocuments = z.strictObject({
  requestDigest: sha256Digest,
  request: z.unknown(),
  /** Given to `salvor attribute`, it computes the same values. */
  inputDigest: sha256Digest,
  input: z.unknown(),
  resultDigest: sha256Digest.nullable(),
  result: z.unknown(),
});

export const attributionList = z.strictObject({ attributions: z.array(attributionView) });
export const attributionParams = z.strictObject({ attributionId: idOf('attribution') });
