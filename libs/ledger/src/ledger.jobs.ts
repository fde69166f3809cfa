import { defineJob, type Schedule } from '#libs/platform';
import { z } from 'zod';

/** Counts into the rows of the system's accounts what was added beside them. */
export const rollUpJob = defineJob('ledger.roll-up', z.strictObject({}));

export const ledgerJobs = [rollUpJob];

/** Often enough that a balance of the system sums a few thousand rows at most. */
export const ledgerSchedules: readonly Schedule[] = [{ job: rollUpJob, everyMs: 60_000 }];
