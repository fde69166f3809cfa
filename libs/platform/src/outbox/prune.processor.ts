import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { PrismaService } from '../prisma/prisma.service.js';
import { HandlesJob } from '../queue/handles-job.js';
import { defineJob, LANES } from '../queue/job.js';
import { Queues } from '../queue/queues.js';

export const pruneJob = defineJob('platform.prune-records', z.strictObject({}));

/** For this long the queue knows a completed job, so that a second hand-over of it is harmless. */
const COMPLETED_KEPT_MS = 3_600_000;

/** Hourly: drops what was handed over a week ago, after a month answers that nobody asks for and dead letters dealt with, and completed jobs. */
@Injectable()
export class PruneProcessor {
  readonly #prisma: PrismaService;
  readonly #queues: Queues;

  constructor(prisma: PrismaService, queues: Queues) {
    this.#prisma = prisma;
    this.#queues = queues;
  }

  @HandlesJob(pruneJob)
  async prune(): Promise<void> {
    await this.#prisma.$executeRaw`DELETE FROM "outbox" WHERE "relayed_at" < now() - interval '7 days'`;
    await this.#prisma
      .$executeRaw`DELETE FROM "idempotent_response" WHERE "created_at" < now() - interval '30 days'`;
    await this.#prisma.$executeRaw`DELETE FROM "dead_letter" WHERE "retried_at" < now() - interval '30 days'`;
    for (const lane of LANES) await this.#queues.lane(lane).forgetCompleted(COMPLETED_KEPT_MS);
  }
}
