export { AttributionHttpModule, AttributionModule } from './attribution.module.js';
export { AttributionService, type FrozenWeights } from './attribution.service.js';
