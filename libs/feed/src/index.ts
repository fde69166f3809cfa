export { feedJobs, feedSubscriptions } from './feed.jobs.js';
export { FeedHttpModule, FeedJobsModule, FeedModule } from './feed.module.js';
