export { LedgerHttpModule, LedgerModule } from './ledger.module.js';
export { LedgerService, type PostedTransaction } from './ledger.service.js';
