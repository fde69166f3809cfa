import { Module } from '@nestjs/common';
import { CatalogModule } from '#libs/catalog';
import { PlatformModule } from '#libs/platform';
import { DomainLibrary } from './domain-library.js';
import { EvaluateSlice } from './evaluate-slice.js';
import { EvaluationController } from './evaluation.controller.js';
import { EvaluationProcessor } from './evaluation.processor.js';
import { EvaluationService } from './evaluation.service.js';
import { EvaluationStore } from './evaluation.store.js';

@Module({
  imports: [PlatformModule, CatalogModule],
  providers: [DomainLibrary, EvaluationStore, EvaluationService, EvaluateSlice],
  exports: [EvaluationService, EvaluateSlice, EvaluationStore],
})
export class EvaluationModule {}

@Module({ imports: [EvaluationModule], controllers: [EvaluationController] })
export class EvaluationHttpModule {}

@Module({ imports: [PlatformModule, EvaluationModule], providers: [EvaluationProcessor] })
export class EvaluationJobsModule {}
