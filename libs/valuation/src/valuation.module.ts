import { Module } from '@nestjs/common';
import { CatalogModule } from '#libs/catalog';
import { EvaluationModule } from '#libs/evaluation';
import { PlatformModule } from '#libs/platform';
import { UsageModule } from '#libs/usage';
import { ValuationController } from './valuation.controller.js';
import { ValuationProcessor } from './valuation.processor.js';
import { ValuationService } from './valuation.service.js';
import { ValuationStore } from './valuation.store.js';

@Module({
  imports: [PlatformModule, CatalogModule, EvaluationModule],
  providers: [ValuationStore, ValuationService],
  exports: [ValuationService, ValuationStore],
})
export class ValuationModule {}

@Module({ imports: [ValuationModule], controllers: [ValuationController] })
export class ValuationHttpModule {}

@Module({
  imports: [PlatformModule, CatalogModule, EvaluationModule, UsageModule, ValuationModule],
  providers: [ValuationProcessor],
})
export class ValuationJobsModule {}
