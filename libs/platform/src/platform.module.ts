import { type DynamicModule, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import type { Config } from './config/config.js';
import { CONFIG, ConfigModule } from './config/config.module.js';
import { HealthController } from './health/health.controller.js';
import { Outbox } from './outbox/outbox.js';
import { OutboxRelay } from './outbox/outbox-relay.js';
import { PruneProcessor } from './outbox/prune.processor.js';
import { PrismaService } from './prisma/prisma.service.js';
import { UnitOfWork } from './prisma/unit-of-work.js';
import { DeadLetters } from './queue/dead-letters.js';
import { DeadLettersController } from './queue/dead-letters.controller.js';
import { JobRunner } from './queue/job-runner.js';
import type { JobCatalogue } from './queue/job-registry.js';
import { JOB_CATALOGUE, Queues } from './queue/queues.js';
import { SystemClock } from './time/system-clock.js';

/** What every capability leans on: settings, database, outbox, time. */
@Module({
  imports: [ConfigModule],
  providers: [PrismaService, UnitOfWork, Outbox, SystemClock, Queues, DeadLetters],
  exports: [ConfigModule, PrismaService, UnitOfWork, Outbox, SystemClock, Queues, DeadLetters],
})
export class PlatformModule {}

@Module({ imports: [PlatformModule], controllers: [HealthController, DeadLettersController] })
export class PlatformHttpModule {}

/** The background half: relay, schedules and the workers of every lane. */
@Module({})
export class PlatformJobsModule {
  static forCatalogue(catalogueOf: (config: Config) => JobCatalogue): DynamicModule {
    return {
      module: PlatformJobsModule,
      imports: [PlatformModule, DiscoveryModule],
      providers: [
        { provide: JOB_CATALOGUE, inject: [CONFIG], useFactory: catalogueOf },
        Queues,
        OutboxRelay,
        JobRunner,
        PruneProcessor,
      ],
    };
  }
}
