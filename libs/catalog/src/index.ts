export { CatalogHttpModule, CatalogModule } from './catalog.module.js';
export { CatalogService } from './catalog.service.js';
export type { ModelRow, VersionRow } from './catalog.store.js';
