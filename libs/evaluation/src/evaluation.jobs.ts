import { idOf } from '#contract/platform';
import { defineJob, type Schedule } from '#libs/platform';
import { z } from 'zod';

/** Answers and scores one slice of a run. */
export const evaluateSliceJob = defineJob(
  'evaluation.evaluate-slice',
  z.strictObject({ runId: idOf('run'), slice: z.string() }),
  { lane: 'evaluation' },
);

/** Queues again what was lost between database and queue. */
export const sweepRunsJob = defineJob('evaluation.sweep-runs', z.strictObject({}));

export const evaluationJobs = [evaluateSliceJob, sweepRunsJob];

export const evaluationSchedules: readonly Schedule[] = [{ job: sweepRunsJob, everyMs: 60_000 }];
