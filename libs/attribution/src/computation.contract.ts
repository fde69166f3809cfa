import { displayText, idOf, instant, sha256Digest } from '#contract/platform';
import { z } from 'zod';
import {
  ATTRIBUTION_METHODS,
  matches,
  neighbourCount,
  neighbourUtility,
  outputs,
  points,
  samples,
  signatures,
  sourcesMax,
  statement,
  trustedKeys,
  votes,
  wordsMin,
} from './core/computation/index.js';
import { rowSelector, trainingRequest } from './core/training/index.js';

const PLAYERS_MAX = 10_000;
const ITEMS_MAX = 10_000;
const TEXTS_MAX = 10_000;
const DIMENSION_MAX = 4_096;

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
  /** The texts themselves, of n-gram provenance; otherwise to find near duplicates. */
  texts: z.array(z.string()).min(1).max(TEXTS_MAX).optional(),
  /** An embedding of the content, to find near duplicates by. */
  embedding: z.array(z.number()).min(1).max(DIMENSION_MAX).optional(),
  /** Which training rows it is, where models are trained. */
  rows: rowSelector.optional(),
});

/**
 * The input of `salvor attribute`, with players told apart by who is credited. A game takes `utilities`, `votingGame`,
 * or `training` (the service finds utilities by training a model on coalitions of sources), and `samples` where it is
 * too large to be exact; KNN-Shapley takes `k`, and `matches` or `train` with `validation`; n-gram provenance takes
 * `outputs`, and the players' `texts`; imported evidence takes a signed `statement`. Players stand in the order in
 * which they were registered: of copies the first counts. A negative value counts as zero. The seed of sampling is
 * drawn by the service.
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
  outputs: outputs.optional(),
  wordsMin: wordsMin.optional(),
  sourcesMax: sourcesMax.optional(),
  statement: statement.optional(),
  signatures: signatures.optional(),
  trustedKeys: trustedKeys.optional(),
  training: trainingRequest.optional(),
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
  /** Where models are trained: of what was fixed before. */
  trainingDigest: sha256Digest.nullable(),
  /** Null until utilities are trained. */
  inputDigest: sha256Digest.nullable(),
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

/** The documents behind an attribution: `salvor verify` checks them. Digests are SHA-256 over RFC 8785 bytes. */
export const attributionDocuments = z.strictObject({
  requestDigest: sha256Digest,
  request: z.unknown(),
  /** Where models are trained: what was fixed before any was. */
  trainingDigest: sha256Digest.nullable(),
  training: z.unknown(),
  /** Given to `salvor attribute`, it computes the same values. Null until utilities are trained. */
  inputDigest: sha256Digest.nullable(),
  input: z.unknown(),
  resultDigest: sha256Digest.nullable(),
  result: z.unknown(),
});

export const attributionList = z.strictObject({ attributions: z.array(attributionView) });
export const attributionParams = z.strictObject({ attributionId: idOf('attribution') });
