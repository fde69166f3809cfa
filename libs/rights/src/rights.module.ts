import { Module } from '@nestjs/common';
import { CatalogModule } from '#libs/catalog';
import { PlatformModule } from '#libs/platform';
import { RightsController } from './rights.controller.js';
import { RightsService } from './rights.service.js';
import { RightsStore } from './rights.store.js';

@Module({
  imports: [PlatformModule, CatalogModule],
  providers: [RightsStore, RightsService],
  exports: [RightsService],
})
export class RightsModule {}

@Module({ imports: [RightsModule], controllers: [RightsController] })
export class RightsHttpModule {}
