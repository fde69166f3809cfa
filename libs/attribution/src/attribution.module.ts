import { Module } from '@nestjs/common';
import { AccessModule } from '#libs/access';
import { CatalogModule } from '#libs/catalog';
import { PlatformModule } from '#libs/platform';
import { AdoptAttribution } from './adopt-attribution.js';
import { AttributionController } from './attribution.controller.js';
import { AttributionProcessor } from './attribution.processor.js';
import { AttributionService } from './attribution.service.js';
import { AttributionStore } from './attribution.store.js';
import { ComputationController } from './computation.controller.js';
import { ComputationService } from './computation.service.js';
import { ComputationStore } from './computation.store.js';
import { DisputeController } from './dispute.controller.js';
import { DisputeService } from './dispute.service.js';
import { DisputeStore } from './dispute.store.js';

@Module({
  imports: [PlatformModule, AccessModule, CatalogModule],
  providers: [
    AttributionStore,
    ComputationStore,
    DisputeStore,
    AttributionService,
    ComputationService,
    AdoptAttribution,
    DisputeService,
  ],
  exports: [AttributionService, ComputationService, ComputationStore, AdoptAttribution, DisputeService],
})
export class AttributionModule {}

@Module({
  imports: [AttributionModule],
  controllers: [AttributionController, ComputationController, DisputeController],
})
export class AttributionHttpModule {}

@Module({ imports: [PlatformModule, AttributionModule], providers: [AttributionProcessor] })
export class AttributionJobsModule {}
