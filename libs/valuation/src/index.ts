export { valuationJobs, valuationSchedules } from './valuation.jobs.js';
export { ValuationHttpModule, ValuationJobsModule, ValuationModule } from './valuation.module.js';
export { type FrozenValuation, ValuationService } from './valuation.service.js';
