import {
  amountMinor,
  currencyCode,
  idOf,
  instant,
  pageQueryOf,
  sha256Digest,
  signedMinor,
} from '#contract/platform';
import { z } from 'zod';
// Not through the index: a browser that reads this needs no statistics.
import type { DecayVerdict } from './core/evidence/decay-verdict.js';
import type { MetricId } from './core/metrics.js';

export const metric = z.enum([
  'accuracy',
  'auroc',
  'balanced_accuracy',
  'recall',
  'false_positive_rate',
] as const satisfies readonly MetricId[]);

/** A figure with its 95 % interval. */
const figure = z.strictObject({ value: z.number(), lower: z.number(), upper: z.number() });
const estimate = figure.extend({ n: z.number().int() });

/**
 * `stale`: newer knowledge helps. `harder`: it does not, and everybody does worse. `both`. `steady`: a loss of five
 * points of either kind is excluded. `undecided`: the rows do not say.
 */
export const decayVerdict = z.enum([
  'stale',
  'harder',
  'both',
  'steady',
  'undecided',
] as const satisfies readonly DecayVerdict[]);

/** One-sided; adjusted over the slices by Holm. */
const test = z.strictObject({ pValue: z.number(), adjusted: z.number() });

/** The frozen model beside its control on a slice, and both on the in-time slice. */
const decaySlice = z.strictObject({
  slice: z.string(),
  label: z.string(),
  metric,
  meanDate: z.iso.date().nullable(),
  verdict: decayVerdict,
  /** Why the slice was not judged, or only in part. */
  refusal: z.string().nullable(),
  /** Higher is better; recall is net of the false alarms in the control group. */
  frozen: z.number().nullable(),
  control: z.number().nullable(),
  /** Rows that the control learned from; null where that is not ours to say. */
  controlRows: z.number().int().nullable(),
  /** Control minus frozen model, on the slice. */
  gain: figure.nullable(),
  /** The same two models on the in-time slice: what more rows, or another model, are worth in any case. */
  gainInTime: figure.nullable(),
  /** The first minus the second: what is due to the time that has passed. */
  excessGain: figure.nullable(),
  /** In-time slice minus this one. */
  frozenLoss: figure.nullable(),
  controlLoss: figure.nullable(),
  staleness: test.nullable(),
  hardness: test.nullable(),
});

const decay = z.strictObject({
  control: z.strictObject({ name: z.string(), kind: z.enum(['refit', 'model']) }),
  inTimeSlice: z.string(),
  /** Level of the tests of each kind, over all slices together. */
  alarmLevel: z.number(),
  /** Smaller differences raise no alarm. */
  differenceMin: z.number(),
  slices: z.array(decaySlice),
});

/** Over the dated slices. Of six slices such a test finds next to nothing. */
const trend = z.strictObject({
  kendall: z.strictObject({ tau: z.number(), pValue: z.number(), n: z.number().int() }).nullable(),
  slopePerYear: figure.nullable(),
});

const drift = z.strictObject({
  of: z.enum(['score', 'input-length']),
  /** For looking at: no price, rank or verdict rests on it. */
  isPriced: z.literal(false),
  slices: z.array(
    z.strictObject({
      slice: z.string(),
      kolmogorovSmirnov: z.strictObject({ distance: z.number(), pValue: z.number() }).nullable(),
      populationStabilityIndex: z.number().nullable(),
      jensenShannon: z.number().nullable(),
      /** In characters, or of probabilities. */
      wasserstein: z.number().nullable(),
      /** Share of the rows that would have to change their label for the labels to be mixed as in time. */
      labelShift: z.number(),
    }),
  ),
});

const overlap = z.strictObject({
  of: z.enum(['train-file', 'package-files', 'rule-list']),
  /** Words in a row that count as an overlap. */
  words: z.number().int(),
  tooShort: z.number().int(),
  /** Share of the rows that are long enough. */
  overlapping: estimate,
  correctOverlapping: z.number().nullable(),
  correctOthers: z.number().nullable(),
  /** Of the names of the clusters, those that the model carries word for word. */
  names: z.strictObject({ clusters: z.number().int(), carried: z.number().int() }),
});

const contamination = z.strictObject({
  overlap: overlap.nullable(),
  overlapRefusal: z.string().nullable(),
  /** Packages that the rows come from, and those of them that the version is or depends on. */
  knownSources: z.strictObject({ packages: z.array(z.string()), shared: z.array(z.string()) }).nullable(),
});

/** Refused below the samples that the rule of MLPerf Inference asks for. */
const latency = z.strictObject({
  observedMicros: z.number().int().nullable(),
  /** What the true percentile does not exceed, with 99 % confidence. */
  upperMicros: z.number().int().nullable(),
  refusal: z.string().nullable(),
});

export const latencies = z.strictObject({ p50: latency, p90: latency, p99: latency });

/** Evidence as it is kept: JSON without ids or amounts. */
export const evidenceDocument = z.strictObject({
  decay: decay.nullable(),
  decayRefusal: z.string().nullable(),
  trend: trend.nullable(),
  drift: drift.nullable(),
  contamination,
  /** Of calls that were made; answers out of the cache took no time. */
  latency: latencies,
});

/** From the rank on public rows to that on hidden ones, among the versions that have both; positive for a loss. */
const hiddenRankDelta = z.strictObject({
  value: z.number().int(),
  lower: z.number().int(),
  upper: z.number().int(),
  of: z.number().int(),
});

export const decayEvidenceView = z.strictObject({
  runId: idOf('run'),
  versionId: idOf('version'),
  domain: z.string(),
  domainVersion: z.number().int(),
  /** It is worked out when the run is complete. */
  state: z.enum(['run-incomplete', 'queued', 'ready']),
  computedAt: instant.nullable(),
  method: z.string().nullable(),
  inputsDigest: sha256Digest.nullable(),
  evidence: evidenceDocument.nullable(),
  hiddenRankDelta: hiddenRankDelta.nullable(),
});

export const similarVersions = z.strictObject({
  versionId: idOf('version'),
  /** What the lower limits of both agreements of a near-clone exceed. */
  nearCloneAgreement: z.number(),
  domains: z.array(
    z.strictObject({
      domain: z.string(),
      domainVersion: z.number().int(),
      runId: idOf('run'),
      /** The most alike first. */
      others: z.array(
        z.strictObject({
          versionId: idOf('version'),
          modelName: z.string(),
          versionLabel: z.string(),
          runId: idOf('run'),
          rows: z.number().int(),
          sameLabel: z.number().int(),
          /** Cohen's kappa of the answers. */
          kappa: figure.nullable(),
          eitherWrong: z.number().int(),
          sameWrong: z.number().int(),
          /** Of the rows that either got wrong, those that both got wrong with the same answer. */
          errorAgreement: figure.nullable(),
          isNearClone: z.boolean().nullable(),
          /** Why that is not known. */
          refusal: z.string().nullable(),
        }),
      ),
    }),
  ),
});

const callCost = z.strictObject({
  /** Null for what costs nothing. */
  currency: currencyCode.nullable(),
  microMinorPerThousand: amountMinor,
});

const substitute = z.strictObject({
  kind: z.enum(['version', 'baseline']),
  /** Null for a baseline. */
  versionId: idOf('version').nullable(),
  name: z.string(),
  label: z.string().nullable(),
  /** Credibly not worse; if not, it is the best there is. */
  isAdequate: z.boolean(),
  /** The version's score minus the substitute's, paired. */
  difference: figure,
});

/** A version on a domain as it is kept: what it is worth beside the others. */
export const edgeDocument = z.strictObject({
  /** The headline metric over all rows; higher is better. */
  score: estimate,
  metric,
  chanceLevel: z.number(),
  baselineBest: z.strictObject({ name: z.string(), value: z.number() }).nullable(),
  /** 1 for a perfect score, 0 for that of the best baseline or of chance, −1 for none at all. */
  lift: z.number().min(-1).max(1),
  /** Among the versions with a completed run, with the places that the data leave possible. */
  rank: z.strictObject({
    value: z.number().int(),
    best: z.number().int(),
    worst: z.number().int(),
    of: z.number().int(),
  }),
  correctShare: z.number(),
  /** Null when it is not known. */
  cost: callCost.nullable(),
  latency: latencies,
  /** Null where there is nobody else. */
  substitute: substitute.nullable(),
  /** What a correct answer of the version saves against one of the substitute: c_s / a_s − c_m / a_m. */
  savedPerCorrect: z.strictObject({ currency: currencyCode.nullable(), microMinor: signedMinor }).nullable(),
  extraCorrectPerThousand: z.number().nullable(),
  /** The last slice that was decided; null without one. */
  decay: z
    .strictObject({ verdict: decayVerdict, slice: z.string(), staleFrom: z.string().nullable() })
    .nullable(),
  /** Whether rows overlap with what the version has seen, or come from a package that it rests on. */
  contamination: z.strictObject({
    overlappingShare: z.number().nullable(),
    sharesSource: z.boolean().nullable(),
  }),
  hiddenRankDelta: hiddenRankDelta.nullable(),
});

export const residualEdges = z.strictObject({
  /** The columns of the map. */
  domains: z.array(
    z.strictObject({
      domain: z.string(),
      domainVersion: z.number().int(),
      metric,
      chanceLevel: z.number(),
      baselineBest: z.strictObject({ name: z.string(), value: z.number() }).nullable(),
    }),
  ),
  /** The rows of the map: versions with evidence. */
  versions: z.array(
    z.strictObject({
      id: idOf('version'),
      modelName: z.string(),
      label: z.string(),
      cells: z.array(edgeDocument.extend({ domain: z.string(), runId: idOf('run'), computedAt: instant })),
    }),
  ),
  next: idOf('version').nullable(),
});

export const residualEdgesQuery = pageQueryOf('version');
