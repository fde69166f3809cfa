export { attributionJobs, attributionSchedules } from './attribution.jobs.js';
export { AttributionHttpModule, AttributionJobsModule, AttributionModule } from './attribution.module.js';
export { AttributionService, type FrozenWeights } from './attribution.service.js';
export { type BoundedShare, type BoundedWeights, WeightBounds } from './weight-bounds.js';
