import { Module } from '@nestjs/common';
import { AccessModule } from '#libs/access';
import { AttributionModule } from '#libs/attribution';
import { CatalogModule } from '#libs/catalog';
import { LedgerModule } from '#libs/ledger';
import { PlatformModule } from '#libs/platform';
import { RightsModule } from '#libs/rights';
import { UsageModule } from '#libs/usage';
import { PayoutAgreementController } from './payout-agreement.controller.js';
import { PayoutAgreementService } from './payout-agreement.service.js';
import { PayoutAgreementStore } from './payout-agreement.store.js';
import { PayoutRunController } from './payout-run.controller.js';
import { PayoutRunPayer } from './payout-run-payer.js';
import { PayoutRunPlanner } from './payout-run-planner.js';
import { PayoutRunProcessor } from './payout-run.processor.js';
import { PayoutRunService } from './payout-run.service.js';
import { PayoutRunStore } from './payout-run.store.js';
import { PayoutStatementController } from './payout-statement.controller.js';
import { PayoutStatementService } from './payout-statement.service.js';
import { PayoutStatementStore } from './payout-statement.store.js';
import { RevenueShareController } from './revenue-share.controller.js';
import { RevenueShareService } from './revenue-share.service.js';
import { RevenueShareStore } from './revenue-share.store.js';

/** Payouts of metered revenue. Apart from the settlement of auctions: neither needs the other. */
@Module({
  imports: [
    PlatformModule,
    AccessModule,
    LedgerModule,
    CatalogModule,
    RightsModule,
    UsageModule,
    AttributionModule,
  ],
  providers: [
    PayoutAgreementStore,
    PayoutAgreementService,
    PayoutRunStore,
    PayoutRunService,
    PayoutRunPlanner,
    PayoutRunPayer,
    PayoutStatementStore,
    PayoutStatementService,
    RevenueShareStore,
    RevenueShareService,
  ],
  exports: [
    PayoutAgreementService,
    PayoutRunService,
    PayoutRunPayer,
    PayoutRunStore,
    PayoutStatementService,
    RevenueShareService,
  ],
})
export class PayoutModule {}

@Module({
  imports: [PayoutModule],
  controllers: [
    PayoutAgreementController,
    PayoutRunController,
    PayoutStatementController,
    RevenueShareController,
  ],
})
export class PayoutHttpModule {}

@Module({ imports: [PlatformModule, PayoutModule], providers: [PayoutRunProcessor] })
export class PayoutJobsModule {}
