import { auctionJobs, auctionSchedules } from '#libs/auction';
import { evaluationJobs, evaluationSchedules } from '#libs/evaluation';
import { feedJobs, feedSubscriptions } from '#libs/feed';
import { type Config, type JobCatalogue, pruneJob } from '#libs/platform';
import { settlementJobs, settlementSchedules, settlementSubscriptions } from '#libs/settlement';
import { valuationJobs, valuationSchedules } from '#libs/valuation';

const HOUR_MS = 3_600_000;

/** Everything that runs in the background. Boot fails unless each job has exactly one handler. */
export const jobCatalogue = (config: Pick<Config, 'sweepIntervalMs'>): JobCatalogue => ({
  jobs: [pruneJob, ...evaluationJobs, ...valuationJobs, ...auctionJobs, ...settlementJobs, ...feedJobs],
  subscriptions: [...settlementSubscriptions, ...feedSubscriptions],
  schedules: [
    { job: pruneJob, everyMs: HOUR_MS },
    ...evaluationSchedules,
    ...valuationSchedules,
    ...auctionSchedules(config.sweepIntervalMs),
    ...settlementSchedules,
  ],
});
