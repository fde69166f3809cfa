import { Module } from '@nestjs/common';
import { AccessModule } from '#libs/access';
import { PlatformModule } from '#libs/platform';
import { LedgerBooksStore } from './ledger-books.store.js';
import { LedgerFlowsStore } from './ledger-flows.store.js';
import { LedgerController } from './ledger.controller.js';
import { LedgerIntegrityStore } from './ledger-integrity.store.js';
import { LedgerProcessor } from './ledger.processor.js';
import { LedgerService } from './ledger.service.js';
import { LedgerStore } from './ledger.store.js';

@Module({
  imports: [PlatformModule, AccessModule],
  providers: [LedgerStore, LedgerBooksStore, LedgerFlowsStore, LedgerIntegrityStore, LedgerService],
  exports: [LedgerService],
})
export class LedgerModule {}

@Module({ imports: [LedgerModule], controllers: [LedgerController] })
export class LedgerHttpModule {}

@Module({ imports: [LedgerModule], providers: [LedgerProcessor] })
export class LedgerJobsModule {}
