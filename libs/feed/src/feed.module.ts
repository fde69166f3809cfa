import { Module } from '@nestjs/common';
import { AuctionModule } from '#libs/auction';
import { CatalogModule } from '#libs/catalog';
import { PlatformModule } from '#libs/platform';
import { ValuationModule } from '#libs/valuation';
import { FeedController } from './feed.controller.js';
import { FeedProcessor } from './feed.processor.js';
import { FeedService } from './feed.service.js';
import { FeedStore } from './feed.store.js';

@Module({
  imports: [PlatformModule, AuctionModule, CatalogModule, ValuationModule],
  providers: [FeedStore, FeedService],
  exports: [FeedService],
})
export class FeedModule {}

@Module({ imports: [FeedModule], controllers: [FeedController] })
export class FeedHttpModule {}

@Module({ imports: [FeedModule], providers: [FeedProcessor] })
export class FeedJobsModule {}
