import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Prisma } from '../prisma/generated/client.js';
import type { Tx } from '../prisma/prisma.service.js';
import type { EventDefinition, JobDefinition } from '../queue/job.js';

/** Jobs and events are written in the transaction that causes them; the relay hands them over after commit. */
@Injectable()
export class Outbox {
  async enqueue<P extends z.ZodType>(
    tx: Tx,
    job: JobDefinition<P>,
    payloads: readonly z.output<P>[],
  ): Promise<void> {
    await this.#write(tx, 'job', job.name, job.payload, payloads);
  }

  /** Queues a job by its name with the payload it was once delivered with. */
  async enqueueAgain(tx: Tx, jobName: string, payload: Prisma.InputJsonValue): Promise<void> {
    await tx.outbox.create({ data: { kind: 'job', topic: jobName, payload } });
  }

  async publish<P extends z.ZodType>(tx: Tx, event: EventDefinition<P>, payload: z.output<P>): Promise<void> {
    await this.#write(tx, 'event', event.name, event.payload, [payload]);
  }

  async #write(
    tx: Tx,
    kind: 'job' | 'event',
    topic: string,
    schema: z.ZodType,
    payloads: readonly unknown[],
  ): Promise<void> {
    await tx.outbox.createMany({
      data: payloads.map((payload) => ({
        kind,
        topic,
        payload: z.encode(schema, payload) as Prisma.InputJsonValue,
      })),
    });
  }
}
