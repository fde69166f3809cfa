import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { PrismaService } from '../prisma/prisma.service.js';
import { HandlesJob } from '../queue/handles-job.js';
import { defineJob } from '../queue/job.js';

export const pruneJob = defineJob('platform.prune-records', z.strictObject({}));

/** Hourly: drops what was handed over a week ago and responses that nobody repeats after thirty days. */
@Injectable()
export class PruneProcessor {
  readonly #prisma: PrismaService;

  constructor(prisma: PrismaService) {
    this.#prisma = prisma;
  }

  @HandlesJob(pruneJob)
  async prune(): Promise<void> {
    await this.#prisma.$executeRaw`DELETE FROM "outbox" WHERE "relayed_at" < now() - interval '7 days'`;
    await this.#prisma
      .$executeRaw`DELETE FROM "idempotent_response" WHERE "created_at" < now() - interval '30 days'`;
  }
}
