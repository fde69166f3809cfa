import { Module } from '@nestjs/common';
import { PlatformJobsModule } from '#libs/platform';
import { JOBS } from './job-catalogue.js';

/** The background process: relay, schedules, and the processors of every capability. */
@Module({ imports: [PlatformJobsModule.forCatalogue(JOBS)] })
export class WorkerModule {}
