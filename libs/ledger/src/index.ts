export { ledgerJobs, ledgerSchedules } from './ledger.jobs.js';
export { LedgerHttpModule, LedgerJobsModule, LedgerModule } from './ledger.module.js';
export { LedgerService } from './ledger.service.js';
export type { PostedTransaction } from './ledger.store.js';
