import { Module } from '@nestjs/common';
import { AccessModule } from '#libs/access';
import { PlatformModule } from '#libs/platform';
import { CatalogController } from './catalog.controller.js';
import { CatalogService } from './catalog.service.js';
import { CatalogStore } from './catalog.store.js';

@Module({
  imports: [PlatformModule, AccessModule],
  providers: [CatalogStore, CatalogService],
  exports: [CatalogService],
})
export class CatalogModule {}

@Module({ imports: [CatalogModule], controllers: [CatalogController] })
export class CatalogHttpModule {}
