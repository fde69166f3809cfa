import { idOf, instant, sha256Digest } from '#contract/platform';
import { z } from 'zod';

const sliceMetric = z.enum(['recall', 'false_positive_rate']);

/** A share with its 95 % Wilson interval. */
export const scoreView = z.strictObject({
  n: z.number().int(),
  successes: z.number().int(),
  value: z.number(),
  lower: z.number(),
  upper: z.number(),
});

export const sliceView = z.strictObject({
  slice: z.string(),
  label: z.string(),
  metric: sliceMetric,
  /** Where the slice stands in time; null for a control group. */
  meanDate: z.iso.date().nullable(),
  sampleCount: z.number().int(),
  answered: z.number().int(),
  score: scoreView.nullable(),
});

export const runState = z.enum(['queued', 'running', 'completed', 'failed', 'cancelled']);

export const runView = z.strictObject({
  id: idOf('run'),
  versionId: idOf('version'),
  modelName: z.string(),
  versionLabel: z.string(),
  domain: z.string(),
  domainVersion: z.number().int(),
  state: runState,
  reason: z.string().nullable(),
  queuedAt: instant,
  finishedAt: instant.nullable(),
  slices: z.array(sliceView),
});

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
      metric: sliceMetric,
      rows: z.number().int(),
      meanDate: z.iso.date().nullable(),
    }),
  ),
  baselines: z.array(z.string()),
  caveats: z.array(z.string()),
});

export const domainList = z.strictObject({ domains: z.array(domainView) });
export const runList = z.strictObject({ runs: z.array(runView) });

export const queueRun = z.strictObject({ versionId: idOf('version'), domain: z.string().min(1).max(100) });

export const runParams = z.strictObject({ runId: idOf('run') });
export const versionParams = z.strictObject({ versionId: idOf('version') });
