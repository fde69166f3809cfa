import { attributionJobs, attributionSchedules } from '#libs/attribution';
import { auctionJobs, auctionSchedules } from '#libs/auction';
import { evaluationJobs, evaluationSchedules } from '#libs/evaluation';
import { feedJobs, feedSubscriptions } from '#libs/feed';
import { ledgerJobs, ledgerSchedules } from '#libs/ledger';
import { type Config, type JobCatalogue, pruneJob } from '#libs/platform';
import {
  payoutJobs,
  payoutSchedules,
  settlementJobs,
  settlementSchedules,
  settlementSubscriptions,
} from '#libs/settlement';
import { usageJobs, usageSchedules } from '#libs/usage';
import { valuationJobs, valuationSchedules, valuationSubscriptions } from '#libs/valuation';

const HOUR_MS = 3_600_000;

/** Everything that runs in the background. Boot fails unless each job has exactly one handler. */
export const jobCatalogue = (config: Pick<Config, 'sweepIntervalMs'>): JobCatalogue => ({
  jobs: [
    pruneJob,
    ...ledgerJobs,
    ...usageJobs,
    ...evaluationJobs,
    ...attributionJobs,
    ...valuationJobs,
    ...auctionJobs,
    ...settlementJobs,
    ...payoutJobs,
    ...feedJobs,
  ],
  subscriptions: [...valuationSubscriptions, ...settlementSubscriptions, ...feedSubscriptions],
  schedules: [
    { job: pruneJob, everyMs: HOUR_MS },
    ...ledgerSchedules,
    ...usageSchedules,
    ...evaluationSchedules,
    ...attributionSchedules,
    ...valuationSchedules,
    ...auctionSchedules(config.sweepIntervalMs),
    ...settlementSchedules,
    ...payoutSchedules,
  ],
});
