import { Module } from '@nestjs/common';
import { AccessHttpModule } from '#libs/access';
import { AttributionHttpModule } from '#libs/attribution';
import { AuctionHttpModule } from '#libs/auction';
import { CatalogHttpModule } from '#libs/catalog';
import { EvaluationHttpModule } from '#libs/evaluation';
import { FeedHttpModule } from '#libs/feed';
import { LedgerHttpModule } from '#libs/ledger';
import { HttpConventionsModule } from '#libs/platform';
import { RightsHttpModule } from '#libs/rights';
import { PayoutHttpModule, SettlementHttpModule } from '#libs/settlement';
import { UsageHttpModule } from '#libs/usage';
import { ValuationHttpModule } from '#libs/valuation';

/** The HTTP process: conventions, who is asking, then every capability from the lowest to the highest. */
@Module({
  imports: [
    HttpConventionsModule,
    AccessHttpModule,
    LedgerHttpModule,
    CatalogHttpModule,
    RightsHttpModule,
    UsageHttpModule,
    EvaluationHttpModule,
    AttributionHttpModule,
    ValuationHttpModule,
    AuctionHttpModule,
    SettlementHttpModule,
    PayoutHttpModule,
    FeedHttpModule,
  ],
})
export class ApiModule {}
