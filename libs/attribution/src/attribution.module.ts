import { Module } from '@nestjs/common';
import { AccessModule } from '#libs/access';
import { CatalogModule } from '#libs/catalog';
import { PlatformModule } from '#libs/platform';
import { AttributionController } from './attribution.controller.js';
import { AttributionService } from './attribution.service.js';
import { AttributionStore } from './attribution.store.js';

@Module({
  imports: [PlatformModule, AccessModule, CatalogModule],
  providers: [AttributionStore, AttributionService],
  exports: [AttributionService],
})
export class AttributionModule {}

@Module({ imports: [AttributionModule], controllers: [AttributionController] })
export class AttributionHttpModule {}
