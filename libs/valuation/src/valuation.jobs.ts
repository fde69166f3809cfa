import { idOf } from '#contract/platform';
import { defineJob, type Schedule } from '#libs/platform';
import { z } from 'zod';

export const appraiseJob = defineJob(
  'valuation.appraise',
  z.strictObject({ valuationId: idOf('valuation') }),
  {
    lane: 'evaluation',
  },
);

/** Queues again what was lost between database and queue. */
export const sweepValuationsJob = defineJob('valuation.sweep', z.strictObject({}));

export const valuationJobs = [appraiseJob, sweepValuationsJob];
export const valuationSchedules: readonly Schedule[] = [{ job: sweepValuationsJob, everyMs: 60_000 }];
