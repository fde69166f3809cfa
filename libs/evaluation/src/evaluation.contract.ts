import { amountMinor, currencyCode, idOf, instant, sha256Digest } from '#contract/platform';
import { versionAdapter } from '#core/catalog';
import { z } from 'zod';
// Not through the index: a browser that reads this needs no statistics.
import { RUN_STATES } from './core/run-state.js';
import { metric } from './evaluation-evidence.contract.js';

const split = z.enum(['public', 'hidden']);
const domainName = z.string().min(1).max(100);

/** Millionths of a minor unit. */
const microMinor = amountMinor;

/** A score with its 95 % interval. Scores from hidden rows are rounded to two decimals, and not counted out. */
export const scoreView = z.strictObject({
  n: z.number().int(),
  successes: z.number().int().nullable(),
  value: z.number(),
  lower: z.number(),
  upper: z.number(),
});

export const sliceView = z.strictObject({
  slice: z.string(),
  label: z.string(),
  metric,
  /** Where the slice stands in time; null for a control group. */
  meanDate: z.iso.date().nullable(),
  sampleCount: z.number().int(),
  /** Rows that have an answer; of runs with repeats, a first one. */
  answered: z.number().int(),
  /** From the first answer to each row: what somebody gets who asks once. */
  score: scoreView.nullable(),
  /** Why there is no score although all rows were answered. */
  refusal: z.string().nullable(),
  /** Of runs with repeats: rows answered alike every time, and rows answered right every time. */
  consistency: z.strictObject({ agreeing: z.number().int(), alwaysCorrect: z.number().int() }).nullable(),
});

export const runState = z.enum(RUN_STATES);

const money = z.strictObject({ currency: currencyCode, microMinor });

const limits = {
  calls: z.number().int().min(1).max(1_000_000_000),
  /** Time in which answers are waited for, summed over all batches. */
  timeMs: z.number().int().min(1).max(31_536_000_000),
  cost: money,
};

/** What a run may use up. The run fails when it would need more; its answers are kept. */
export const runBudget = z
  .strictObject({
    calls: limits.calls.optional(),
    timeMs: limits.timeMs.optional(),
    cost: limits.cost.optional(),
  })
  .refine((budget) => Object.keys(budget).length > 0, 'must limit something');

export const runProgress = z.strictObject({
  runId: idOf('run'),
  state: runState,
  reason: z.string().nullable(),
  at: instant,
  chunks: z.strictObject({ total: z.number().int(), completed: z.number().int() }),
  /** Each row counts once for each repeat. */
  samples: z.strictObject({ total: z.number().int(), answered: z.number().int(), cached: z.number().int() }),
  /** Over the last ten seconds. */
  answersPerSecond: z.number(),
  spent: z.strictObject({
    calls: z.number().int(),
    timeMs: z.number().int(),
    /** Null when the model has no prices. */
    cost: money.nullable(),
  }),
});

export const runView = z.strictObject({
  id: idOf('run'),
  versionId: idOf('version'),
  modelName: z.string(),
  versionLabel: z.string(),
  domain: z.string(),
  domainVersion: z.number().int(),
  split,
  repeats: z.number().int(),
  /** Whether answers of earlier runs were good enough. */
  usesCache: z.boolean(),
  budget: z
    .strictObject({
      calls: limits.calls.nullable(),
      timeMs: limits.timeMs.nullable(),
      cost: limits.cost.nullable(),
    })
    .nullable(),
  /** The schedule that asked for the run, and for when. */
  due: z.strictObject({ scheduleId: idOf('evaluationSchedule'), dueAt: instant }).nullable(),
  state: runState,
  reason: z.string().nullable(),
  queuedAt: instant,
  startedAt: instant.nullable(),
  finishedAt: instant.nullable(),
  progress: runProgress.omit({ runId: true, state: true, reason: true, at: true }),
  slices: z.array(sliceView),
  /** All changes of state, the first first: what failed and was taken up again shows here. */
  transitions: z.array(
    z.strictObject({ from: runState.nullable(), to: runState, at: instant, reason: z.string().nullable() }),
  ),
});

/** As it can be registered, together with the files that its adapter names. */
const namedModel = z.strictObject({ name: z.string(), adapter: versionAdapter });

export const domainView = z.strictObject({
  id: idOf('domain'),
  name: z.string(),
  version: z.number().int(),
  description: z.string(),
  digest: sha256Digest,
  licence: z.string(),
  chanceLevel: z.number(),
  rowCount: z.number().int(),
  slices: z.array(
    z.strictObject({
      key: z.string(),
      label: z.string(),
      metric,
      rows: z.number().int(),
      meanDate: z.iso.date().nullable(),
    }),
  ),
  /** Trivial models, which say what a score is worth. */
  baselines: z.array(namedModel),
  /** Real models that need no network, for comparison: register and run them to see where yours stands. */
  models: z.array(namedModel),
  /** `hidden` where rows are kept here of which only the digest is public. */
  splits: z.array(split),
  hiddenSplitHash: sha256Digest.nullable(),
  caveats: z.array(z.string()),
});

/**
 * A Croissant 1.1 dataset card (mlcommons.org/croissant/1.1), JSON-LD. Names of files are relative to the domain's
 * folder: a card that is saved there describes what lies beside it.
 */
export const datasetCard = z.looseObject({
  '@type': z.literal('sc:Dataset'),
  conformsTo: z.literal('http://mlcommons.org/croissant/1.1'),
  name: z.string(),
  description: z.string(),
  version: z.string(),
  url: z.string(),
  distribution: z.array(z.looseObject({ '@id': z.string(), contentUrl: z.string(), sha256: sha256Digest })),
  recordSet: z.array(z.looseObject({ '@id': z.string() })),
});

export const domainParams = z.strictObject({ name: domainName });

export const domainList = z.strictObject({ domains: z.array(domainView) });
export const runList = z.strictObject({ runs: z.array(runView) });

export const queueRun = z.strictObject({
  versionId: idOf('version'),
  domain: domainName,
  /** `public` by default. */
  split: split.optional(),
  /** How often each row is asked; by default what the domain says. */
  repeats: z.number().int().min(1).max(100).optional(),
  /** Whether answers of earlier runs will do; they will by default, and never when rows are asked repeatedly. */
  cache: z.boolean().optional(),
  budget: runBudget.optional(),
});

/** A budget replaces the one that the run had. */
export const resumeRun = z.strictObject({ budget: runBudget.optional() });

export const cancelRun = z.strictObject({});

export const openSchedule = z.strictObject({
  domain: domainName,
  everyDays: z.number().int().min(1).max(366),
  /** The first due date; now by default. */
  firstDueAt: instant.optional(),
});

export const scheduleView = z.strictObject({
  id: idOf('evaluationSchedule'),
  versionId: idOf('version'),
  domain: z.string(),
  everyDays: z.number().int(),
  nextDueAt: instant,
  createdAt: instant,
  endedAt: instant.nullable(),
});

export const scheduleList = z.strictObject({ schedules: z.array(scheduleView) });

const credentialName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be lower-case letters, digits and hyphens');

export const keepCredential = z.strictObject({
  name: credentialName,
  /** Printable ASCII without spaces, which is what headers carry. It is never shown again. */
  secret: z.string().regex(/^[\x21-\x7e]{1,4096}$/, 'must be printable ASCII without spaces'),
});

export const credentialView = z.strictObject({
  id: idOf('credential'),
  name: z.string(),
  createdAt: instant,
  replacedAt: instant.nullable(),
});

export const credentialList = z.strictObject({ credentials: z.array(credentialView) });

export const runParams = z.strictObject({ runId: idOf('run') });
export const versionParams = z.strictObject({ versionId: idOf('version') });
export const scheduleParams = z.strictObject({ scheduleId: idOf('evaluationSchedule') });
export const credentialParams = z.strictObject({ name: credentialName });

export * from './evaluation-evidence.contract.js';
