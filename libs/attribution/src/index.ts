export { AttributionHttpModule, AttributionModule } from './attribution.module.js';
export { AttributionService, type CurrentWeights } from './attribution.service.js';
