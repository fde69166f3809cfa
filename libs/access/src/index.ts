export { AccessHttpModule, AccessModule } from './access.module.js';
export { AccessService } from './access.service.js';
export { RequireScope } from './require-scope.js';
