export { type LotOutcome, RecordOutcome } from './record-outcome.js';
export { valuationJobs, valuationSchedules, valuationSubscriptions } from './valuation.jobs.js';
export { ValuationHttpModule, ValuationJobsModule, ValuationModule } from './valuation.module.js';
export { type FrozenValuation, ValuationService } from './valuation.service.js';
