import { Module } from '@nestjs/common';
import { CatalogModule } from '#libs/catalog';
import { PlatformModule } from '#libs/platform';
import { UsageController } from './usage.controller.js';
import { UsageService } from './usage.service.js';
import { UsageStore } from './usage.store.js';

@Module({
  imports: [PlatformModule, CatalogModule],
  providers: [UsageStore, UsageService],
  exports: [UsageService],
})
export class UsageModule {}

@Module({ imports: [UsageModule], controllers: [UsageController] })
export class UsageHttpModule {}
