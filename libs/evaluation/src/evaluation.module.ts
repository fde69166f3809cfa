import { Module } from '@nestjs/common';
import { CatalogModule } from '#libs/catalog';
import { PlatformModule } from '#libs/platform';
import { AnswerBatch } from './answer-batch.js';
import { AnswerSimilarityStore } from './answer-similarity.store.js';
import { CompareVersions } from './compare-versions.js';
import { DomainBaselines } from './domain-baselines.js';
import { DomainCards } from './domain-cards.js';
import { DomainCardsController } from './domain-cards.controller.js';
import { DomainLibrary } from './domain-library.js';
import { EvaluateChunk } from './evaluate-chunk.js';
import { EvaluationCacheStore } from './evaluation-cache.store.js';
import { EvaluationChunkStore } from './evaluation-chunk.store.js';
import { EvaluationCredentialStore } from './evaluation-credential.store.js';
import { EvaluationCredentials } from './evaluation-credentials.js';
import { EvaluationCredentialsController } from './evaluation-credentials.controller.js';
import { EvaluationScheduleStore } from './evaluation-schedule.store.js';
import { EvaluationSchedules } from './evaluation-schedules.js';
import { EvaluationSchedulesController } from './evaluation-schedules.controller.js';
import { EvaluationController } from './evaluation.controller.js';
import { EvaluationEdgeStore } from './evaluation-edge.store.js';
import { EvaluationEvidenceController } from './evaluation-evidence.controller.js';
import { EvaluationEvidenceStore } from './evaluation-evidence.store.js';
import { EvaluationProcessor } from './evaluation.processor.js';
import { EvaluationService } from './evaluation.service.js';
import { EvaluationStore } from './evaluation.store.js';
import { EvidenceViews } from './evidence-views.js';
import { FinishRun } from './finish-run.js';
import { GatherEvidence } from './gather-evidence.js';
import { ReachOfModels } from './model-reach.js';
import { OpenModels } from './open-models.js';
import { QueueEvidence } from './queue-evidence.js';
import { QueueRun } from './queue-run.js';
import { RunControl } from './run-control.js';
import { RunLifecycle } from './run-lifecycle.js';
import { RunProgress } from './run-progress.js';
import { RunProgressController } from './run-progress.controller.js';
import { RunViews } from './run-views.js';
import { RunWatch } from './run-watch.js';
import { SweepRuns } from './sweep-runs.js';

/** What is known of runs, and what may be done with them. */
@Module({
  imports: [PlatformModule, CatalogModule],
  providers: [
    DomainLibrary,
    EvaluationStore,
    EvaluationChunkStore,
    EvaluationScheduleStore,
    EvaluationCredentialStore,
    EvaluationEvidenceStore,
    EvaluationEdgeStore,
    AnswerSimilarityStore,
    EvidenceViews,
    EvaluationService,
    EvaluationSchedules,
    EvaluationCredentials,
    RunLifecycle,
    RunViews,
    QueueRun,
    RunControl,
  ],
  exports: [
    DomainLibrary,
    EvaluationStore,
    EvaluationChunkStore,
    EvaluationEvidenceStore,
    EvaluationEdgeStore,
    EvidenceViews,
    EvaluationService,
    EvaluationSchedules,
    EvaluationCredentials,
    RunLifecycle,
    RunViews,
    QueueRun,
    RunControl,
  ],
})
export class EvaluationModule {}

@Module({
  imports: [EvaluationModule],
  controllers: [
    RunProgressController,
    EvaluationController,
    EvaluationEvidenceController,
    DomainCardsController,
    EvaluationSchedulesController,
    EvaluationCredentialsController,
  ],
  providers: [DomainCards, RunProgress],
})
export class EvaluationHttpModule {}

/** The half that computes: models, batches, chunks, scores. */
@Module({
  imports: [PlatformModule, CatalogModule, EvaluationModule],
  providers: [
    ReachOfModels,
    OpenModels,
    EvaluationCacheStore,
    RunWatch,
    AnswerBatch,
    EvaluateChunk,
    QueueEvidence,
    GatherEvidence,
    DomainBaselines,
    CompareVersions,
    FinishRun,
    SweepRuns,
    EvaluationProcessor,
  ],
})
export class EvaluationJobsModule {}
