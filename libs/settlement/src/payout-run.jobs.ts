import { idOf } from '#contract/platform';
import { defineJob, type Schedule } from '#libs/platform';
import { z } from 'zod';

const payload = z.strictObject({ runId: idOf('payoutRun') });

/** Says that a run was given up, for those who look at it; it is taken up again when its job is. */
export const failPayoutRunJob = defineJob('settlement.fail-payout-run', payload);
export const payoutRunJob = defineJob('settlement.pay-run', payload, { onDeath: failPayoutRunJob });
/** Queues again what was lost between database and queue. */
export const sweepPayoutRunsJob = defineJob('settlement.sweep-payout-runs', z.strictObject({}));

export const payoutJobs = [payoutRunJob, failPayoutRunJob, sweepPayoutRunsJob];
export const payoutSchedules: readonly Schedule[] = [{ job: sweepPayoutRunsJob, everyMs: 15_000 }];
