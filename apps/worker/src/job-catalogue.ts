import { type JobCatalogue, pruneJob } from '#libs/platform';

/** Everything that runs in the background. Boot fails unless each job has exactly one handler. */
export const JOBS: JobCatalogue = {
  jobs: [pruneJob],
  subscriptions: [],
  schedules: [{ job: pruneJob, everyMs: 3_600_000 }],
};
