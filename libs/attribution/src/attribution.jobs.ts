import { idOf } from '#contract/platform';
import { defineJob, type Schedule } from '#libs/platform';
import { z } from 'zod';

export const attributeJob = defineJob(
  'attribution.attribute',
  z.strictObject({ attributionId: idOf('attribution') }),
  {
    lane: 'evaluation',
  },
);

/** Queues again what was lost between database and queue. */
export const sweepAttributionsJob = defineJob('attribution.sweep', z.strictObject({}));

export const attributionJobs = [attributeJob, sweepAttributionsJob];
export const attributionSchedules: readonly Schedule[] = [{ job: sweepAttributionsJob, everyMs: 60_000 }];
