import { Module } from '@nestjs/common';
import { AccessModule } from '#libs/access';
import { AttributionModule } from '#libs/attribution';
import { AuctionModule } from '#libs/auction';
import { LedgerModule } from '#libs/ledger';
import { PlatformModule } from '#libs/platform';
import { RightsModule } from '#libs/rights';
import { SettleAuction } from './settle-auction.js';
import { SettlementController } from './settlement.controller.js';
import { SettlementProcessor } from './settlement.processor.js';
import { SettlementService } from './settlement.service.js';
import { SettlementStore } from './settlement.store.js';

@Module({
  imports: [PlatformModule, AccessModule, LedgerModule, RightsModule, AttributionModule, AuctionModule],
  providers: [SettlementStore, SettlementService, SettleAuction],
  exports: [SettlementService, SettleAuction],
})
export class SettlementModule {}

@Module({ imports: [SettlementModule], controllers: [SettlementController] })
export class SettlementHttpModule {}

@Module({ imports: [SettlementModule, AuctionModule], providers: [SettlementProcessor] })
export class SettlementJobsModule {}
