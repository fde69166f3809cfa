export { usageJobs, usageRecorded, usageSchedules } from './usage.jobs.js';
export { UsageHttpModule, UsageJobsModule, UsageModule } from './usage.module.js';
export type { ScreenedReceipt } from './receipt.store.js';
export { MeterService } from './meter.service.js';
export { UsageReceipts } from './usage-receipts.js';
export { UsageService } from './usage.service.js';
export type { RecordedMonth } from './usage.store.js';
export { SigningKeyService } from './signing-key.service.js';
