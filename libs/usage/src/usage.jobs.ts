import { currencyCode, idOf } from '#contract/platform';
import { defineEvent, defineJob, type Schedule } from '#libs/platform';
import { z } from 'zod';

/** Months of a model's usage were put on record, or what counts of its metered months has changed. */
export const usageRecorded = defineEvent(
  'usage.recorded',
  z.strictObject({ modelId: idOf('model'), currency: currencyCode }),
);

/** Holds the receipts of a meter against the rules of the clean series. */
export const screenMeterJob = defineJob('usage.screen-meter', z.strictObject({ meterId: idOf('meter') }));

/** Notes lapsed licences, and queues again the screenings that were lost between database and queue. */
export const sweepUsageJob = defineJob('usage.sweep', z.strictObject({}));

export const usageJobs = [screenMeterJob, sweepUsageJob];
export const usageSchedules: readonly Schedule[] = [{ job: sweepUsageJob, everyMs: 60_000 }];
