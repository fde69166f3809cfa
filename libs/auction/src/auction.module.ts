import { Module } from '@nestjs/common';
import { AttributionModule } from '#libs/attribution';
import { CatalogModule } from '#libs/catalog';
import { LedgerModule } from '#libs/ledger';
import { PlatformModule } from '#libs/platform';
import { RightsModule } from '#libs/rights';
import { ValuationModule } from '#libs/valuation';
import { AnnounceAuction } from './announce-auction.js';
import { AuctionController } from './auction.controller.js';
import { AuctionProcessor } from './auction.processor.js';
import { AuctionService } from './auction.service.js';
import { AuctionStore } from './auction.store.js';
import { CancelAuction } from './cancel-auction.js';
import { ClearAuction } from './clear-auction.js';
import { Deposits } from './deposits.js';
import { EnvelopeStore } from './envelope.store.js';
import { PlaceBid } from './place-bid.js';
import { ReportOutcome } from './report-outcome.js';
import { SweepAuctions } from './sweep-auctions.js';

@Module({
  imports: [PlatformModule, LedgerModule, CatalogModule, AttributionModule, RightsModule, ValuationModule],
  providers: [
    AuctionStore,
    EnvelopeStore,
    Deposits,
    ReportOutcome,
    AuctionService,
    AnnounceAuction,
    PlaceBid,
    CancelAuction,
    ClearAuction,
    SweepAuctions,
  ],
  exports: [AuctionService, AnnounceAuction, PlaceBid, CancelAuction, SweepAuctions],
})
export class AuctionModule {}

@Module({ imports: [AuctionModule], controllers: [AuctionController] })
export class AuctionHttpModule {}

@Module({ imports: [AuctionModule], providers: [AuctionProcessor] })
export class AuctionJobsModule {}
