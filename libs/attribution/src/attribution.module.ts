import { Module } from '@nestjs/common';
import { AccessModule } from '#libs/access';
import { CatalogModule } from '#libs/catalog';
import { EvaluationModule, TrainingGround } from '#libs/evaluation';
import { PlatformModule } from '#libs/platform';
import { UsageModule } from '#libs/usage';
import { AdoptAttribution } from './adopt-attribution.js';
import { AttributionController } from './attribution.controller.js';
import { AttributionProcessor } from './attribution.processor.js';
import { AttributionService } from './attribution.service.js';
import { AttributionStore } from './attribution.store.js';
import { ComputationController } from './computation.controller.js';
import { ComputationService } from './computation.service.js';
import { ComputationStore } from './computation.store.js';
import { DeclarationSignatures } from './declaration-signatures.js';
import { DisputeController } from './dispute.controller.js';
import { DisputeService } from './dispute.service.js';
import { DisputeStore } from './dispute.store.js';
import { RequestPreparation } from './request-preparation.js';
import { TrainUtilities } from './train-utilities.js';
import { UtilityStore } from './utility.store.js';
import { WeightBounds } from './weight-bounds.js';

@Module({
  imports: [PlatformModule, AccessModule, CatalogModule, EvaluationModule, UsageModule],
  providers: [
    AttributionStore,
    ComputationStore,
    DisputeStore,
    AttributionService,
    ComputationService,
    AdoptAttribution,
    DisputeService,
    WeightBounds,
    TrainingGround,
    DeclarationSignatures,
    RequestPreparation,
    UtilityStore,
    TrainUtilities,
  ],
  exports: [
    AttributionService,
    ComputationService,
    ComputationStore,
    AdoptAttribution,
    DisputeService,
    WeightBounds,
    TrainUtilities,
  ],
})
export class AttributionModule {}

@Module({
  imports: [PlatformModule, AttributionModule],
  controllers: [AttributionController, ComputationController, DisputeController],
})
export class AttributionHttpModule {}

@Module({ imports: [PlatformModule, AttributionModule], providers: [AttributionProcessor] })
export class AttributionJobsModule {}
