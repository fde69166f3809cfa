import { evaluationJobs, evaluationSchedules } from '#libs/evaluation';
import { type JobCatalogue, pruneJob } from '#libs/platform';
import { valuationJobs, valuationSchedules } from '#libs/valuation';

/** Everything that runs in the background. Boot fails unless each job has exactly one handler. */
export const JOBS: JobCatalogue = {
  jobs: [pruneJob, ...evaluationJobs, ...valuationJobs],
  subscriptions: [],
  schedules: [{ job: pruneJob, everyMs: 3_600_000 }, ...evaluationSchedules, ...valuationSchedules],
};
