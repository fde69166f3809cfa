import { Module } from '@nestjs/common';
import { AccessModule } from '#libs/access';
import { PlatformModule } from '#libs/platform';
import { LedgerController } from './ledger.controller.js';
import { LedgerIntegrityStore } from './ledger-integrity.store.js';
import { LedgerService } from './ledger.service.js';
import { LedgerStore } from './ledger.store.js';

@Module({
  imports: [PlatformModule, AccessModule],
  providers: [LedgerStore, LedgerIntegrityStore, LedgerService],
  exports: [LedgerService],
})
export class LedgerModule {}

@Module({ imports: [LedgerModule], controllers: [LedgerController] })
export class LedgerHttpModule {}
