import { Module } from '@nestjs/common';
import { AccessModule } from '#libs/access';
import { AttributionModule } from '#libs/attribution';
import { AuctionModule } from '#libs/auction';
import { CatalogModule } from '#libs/catalog';
import { EvaluationModule } from '#libs/evaluation';
import { LedgerModule } from '#libs/ledger';
import { PlatformModule } from '#libs/platform';
import { RightsModule } from '#libs/rights';
import { AdvanceSale } from './advance-sale.js';
import { OpenSales } from './open-sales.js';
import { ReleaseHoldback } from './release-holdback.js';
import { SaleController } from './sale.controller.js';
import { SaleRequests } from './sale-requests.js';
import { SaleService } from './sale.service.js';
import { SaleSteps } from './sale-steps.js';
import { SaleStore } from './sale.store.js';
import { SettleAuction } from './settle-auction.js';
import { SettlementController } from './settlement.controller.js';
import { SettlementProcessor } from './settlement.processor.js';
import { SettlementService } from './settlement.service.js';
import { SettlementStore } from './settlement.store.js';

@Module({
  imports: [
    PlatformModule,
    AccessModule,
    LedgerModule,
    CatalogModule,
    RightsModule,
    EvaluationModule,
    AttributionModule,
    AuctionModule,
  ],
  providers: [
    SettlementStore,
    SettlementService,
    SettleAuction,
    SaleStore,
    SaleSteps,
    SaleService,
    SaleRequests,
    OpenSales,
    AdvanceSale,
    ReleaseHoldback,
  ],
  exports: [SettlementService, SettleAuction, SaleStore, SaleService, SaleRequests, OpenSales, AdvanceSale],
})
export class SettlementModule {}

@Module({ imports: [SettlementModule], controllers: [SettlementController, SaleController] })
export class SettlementHttpModule {}

@Module({ imports: [PlatformModule, SettlementModule, AuctionModule], providers: [SettlementProcessor] })
export class SettlementJobsModule {}
