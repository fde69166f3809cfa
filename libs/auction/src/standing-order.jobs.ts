import { defineJob, type Schedule } from '#libs/platform';
import { z } from 'zod';

/** Ends standing orders that have expired, and publishes the demand map of a new day. */
export const sweepStandingOrdersJob = defineJob('auction.sweep-standing-orders', z.strictObject({}));

const MINUTE_MS = 60_000;

export const standingOrderSchedules: readonly Schedule[] = [
  { job: sweepStandingOrdersJob, everyMs: MINUTE_MS },
];
