import { Module } from '@nestjs/common';
import { AttributionJobsModule } from '#libs/attribution';
import { AuctionJobsModule } from '#libs/auction';
import { EvaluationJobsModule } from '#libs/evaluation';
import { FeedJobsModule } from '#libs/feed';
import { LedgerJobsModule } from '#libs/ledger';
import { PlatformJobsModule } from '#libs/platform';
import { PayoutJobsModule, SettlementJobsModule } from '#libs/settlement';
import { UsageJobsModule } from '#libs/usage';
import { ValuationJobsModule } from '#libs/valuation';
import { jobCatalogue } from './job-catalogue.js';

/** The background process: relay, schedules, and the processors of every capability. */
@Module({
  imports: [
    PlatformJobsModule.forCatalogue(jobCatalogue),
    LedgerJobsModule,
    UsageJobsModule,
    EvaluationJobsModule,
    AttributionJobsModule,
    ValuationJobsModule,
    AuctionJobsModule,
    SettlementJobsModule,
    PayoutJobsModule,
    FeedJobsModule,
  ],
})
export class WorkerModule {}
