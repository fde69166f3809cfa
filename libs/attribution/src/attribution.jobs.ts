import { idOf } from '#contract/platform';
import { defineJob, type Schedule } from '#libs/platform';
import { z } from 'zod';

const attributionWork = z.strictObject({ attributionId: idOf('attribution') });

/** Ends what could not be computed in as many attempts as a job has. */
export const failAttributionJob = defineJob('attribution.fail-attribution', attributionWork);

export const attributeJob = defineJob('attribution.attribute', attributionWork, {
  lane: 'evaluation',
  onDeath: failAttributionJob,
});

/** Queues again what was lost between database and queue. */
export const sweepAttributionsJob = defineJob('attribution.sweep', z.strictObject({}));

export const attributionJobs = [attributeJob, failAttributionJob, sweepAttributionsJob];
export const attributionSchedules: readonly Schedule[] = [{ job: sweepAttributionsJob, everyMs: 60_000 }];
