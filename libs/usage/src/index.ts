export { usageRecorded } from './usage.jobs.js';
export { UsageHttpModule, UsageModule } from './usage.module.js';
export { UsageService } from './usage.service.js';
export type { RecordedMonth } from './usage.store.js';
