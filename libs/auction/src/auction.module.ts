import { Module } from '@nestjs/common';
import { AccessModule } from '#libs/access';
import { AttributionModule } from '#libs/attribution';
import { CatalogModule } from '#libs/catalog';
import { EvaluationModule } from '#libs/evaluation';
import { LedgerModule } from '#libs/ledger';
import { PlatformModule } from '#libs/platform';
import { RightsModule } from '#libs/rights';
import { ValuationModule } from '#libs/valuation';
import { AnnounceAuction } from './announce-auction.js';
import { AuctionController } from './auction.controller.js';
import { AuctionProcessor } from './auction.processor.js';
import { AuctionService } from './auction.service.js';
import { AuctionStore } from './auction.store.js';
import { BidderStore } from './bidder.store.js';
import { BuyerOrders } from './buyer-orders.js';
import { CancelAuction } from './cancel-auction.js';
import { ClearAuction } from './clear-auction.js';
import { CloseAuction } from './close-auction.js';
import { DemandSnapshotStore } from './demand-snapshot.store.js';
import { Deposits } from './deposits.js';
import { EnterOrders } from './enter-orders.js';
import { EnvelopeStore } from './envelope.store.js';
import { JoinAuction } from './join-auction.js';
import { OrderBooks } from './order-books.js';
import { PlaceBid } from './place-bid.js';
import { PublishShares } from './publish-shares.js';
import { ReportOutcome } from './report-outcome.js';
import { SealingThreads } from './sealing-threads.js';
import { ShareStore } from './share.store.js';
import { StandingOrderController } from './standing-order.controller.js';
import { StandingOrderProcessor } from './standing-order.processor.js';
import { StandingOrderStore } from './standing-order.store.js';
import { StandingOrderTerms } from './standing-order-terms.js';
import { StandingOrders } from './standing-orders.js';
import { SweepAuctions } from './sweep-auctions.js';
import { TrusteeController } from './trustee.controller.js';
import { UnmetDemand } from './unmet-demand.js';

@Module({
  imports: [
    PlatformModule,
    AccessModule,
    LedgerModule,
    CatalogModule,
    EvaluationModule,
    AttributionModule,
    RightsModule,
    ValuationModule,
  ],
  providers: [
    AuctionStore,
    BidderStore,
    EnvelopeStore,
    ShareStore,
    SealingThreads,
    StandingOrderStore,
    DemandSnapshotStore,
    StandingOrderTerms,
    OrderBooks,
    Deposits,
    ReportOutcome,
    AuctionService,
    AnnounceAuction,
    JoinAuction,
    PlaceBid,
    CancelAuction,
    CloseAuction,
    PublishShares,
    ClearAuction,
    SweepAuctions,
    BuyerOrders,
    StandingOrders,
    EnterOrders,
    UnmetDemand,
  ],
  exports: [
    AuctionService,
    AnnounceAuction,
    JoinAuction,
    PlaceBid,
    CancelAuction,
    PublishShares,
    ClearAuction,
    SweepAuctions,
    BuyerOrders,
    UnmetDemand,
  ],
})
export class AuctionModule {}

@Module({
  imports: [AuctionModule],
  controllers: [AuctionController, TrusteeController, StandingOrderController],
})
export class AuctionHttpModule {}

@Module({ imports: [AuctionModule], providers: [AuctionProcessor, StandingOrderProcessor] })
export class AuctionJobsModule {}
