import { Module } from '@nestjs/common';
import { CatalogModule } from '#libs/catalog';
import { EvaluationModule } from '#libs/evaluation';
import { PlatformModule } from '#libs/platform';
import { RightsModule } from '#libs/rights';
import { UsageModule } from '#libs/usage';
import { FollowEvidence } from './follow-evidence.js';
import { GatherDossier } from './gather-dossier.js';
import { RecordOutcome } from './record-outcome.js';
import { ValuationOutcomeStore } from './valuation-outcome.store.js';
import { ValuationReports } from './valuation-reports.service.js';
import { ValuationScoreboard } from './valuation-scoreboard.service.js';
import { ValuationController } from './valuation.controller.js';
import { ValuationProcessor } from './valuation.processor.js';
import { ValuationService } from './valuation.service.js';
import { ValuationStore } from './valuation.store.js';

@Module({
  imports: [PlatformModule, CatalogModule, EvaluationModule, RightsModule, UsageModule],
  providers: [
    ValuationStore,
    ValuationOutcomeStore,
    ValuationService,
    GatherDossier,
    FollowEvidence,
    RecordOutcome,
  ],
  exports: [
    ValuationService,
    ValuationStore,
    ValuationOutcomeStore,
    GatherDossier,
    FollowEvidence,
    RecordOutcome,
  ],
})
export class ValuationModule {}

@Module({
  imports: [CatalogModule, PlatformModule, ValuationModule],
  controllers: [ValuationController],
  providers: [ValuationReports, ValuationScoreboard],
})
export class ValuationHttpModule {}

@Module({
  imports: [PlatformModule, CatalogModule, EvaluationModule, RightsModule, UsageModule, ValuationModule],
  providers: [ValuationProcessor],
})
export class ValuationJobsModule {}
