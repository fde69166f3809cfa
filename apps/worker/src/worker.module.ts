import { Module } from '@nestjs/common';
import { EvaluationJobsModule } from '#libs/evaluation';
import { PlatformJobsModule } from '#libs/platform';
import { ValuationJobsModule } from '#libs/valuation';
import { JOBS } from './job-catalogue.js';

/** The background process: relay, schedules, and the processors of every capability. */
@Module({ imports: [PlatformJobsModule.forCatalogue(JOBS), EvaluationJobsModule, ValuationJobsModule] })
export class WorkerModule {}
