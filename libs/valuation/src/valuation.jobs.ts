import { idOf } from '#contract/platform';
import { runCompleted } from '#libs/evaluation';
import { defineJob, type Schedule, subscribe } from '#libs/platform';
import { usageRecorded } from '#libs/usage';
import { z } from 'zod';

export const valueJob = defineJob('valuation.value', z.strictObject({ valuationId: idOf('valuation') }), {
  lane: 'evaluation',
});

/** Marks what a completed run makes stale, and queues what takes its place. */
export const followScoresJob = defineJob('valuation.follow-scores', runCompleted.payload);

/** The same for months of usage that were recorded. */
export const followUsageJob = defineJob('valuation.follow-usage', usageRecorded.payload);

/** Queues again what was lost between database and queue. */
export const sweepValuationsJob = defineJob('valuation.sweep', z.strictObject({}));

export const valuationJobs = [valueJob, followScoresJob, followUsageJob, sweepValuationsJob];
export const valuationSubscriptions = [
  subscribe(runCompleted, followScoresJob),
  subscribe(usageRecorded, followUsageJob),
];
export const valuationSchedules: readonly Schedule[] = [{ job: sweepValuationsJob, everyMs: 60_000 }];
