export { RightsHttpModule, RightsModule } from './rights.module.js';
export { RightsService } from './rights.service.js';
export type { GrantRow, LotRow } from './rights.store.js';
