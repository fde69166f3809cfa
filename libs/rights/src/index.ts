export { RightsHttpModule, RightsModule } from './rights.module.js';
export { RightsService } from './rights.service.js';
export type { GrantRow, LotRow } from './rights.store.js';
export type { LotKind } from './core/index.js';
