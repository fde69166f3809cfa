import { Injectable } from '@nestjs/common';
import { asId, err, type Id, ok, type Result } from '#libs/kernel';
import type { z } from 'zod';
import { notFound, type Problem, problem } from '../http/problems.js';
import type { WriteRequest } from '../http/write-request.js';
import { Outbox } from '../outbox/outbox.js';
import type { Prisma } from '../prisma/generated/client.js';
import { PrismaService } from '../prisma/prisma.service.js';
import { UnitOfWork } from '../prisma/unit-of-work.js';
import { newId, SystemClock } from '../time/system-clock.js';
import { deadLetterView } from './dead-letter.contract.js';
import type { JobDefinition } from './job.js';
import type { Delivery } from './queue-backend.js';

type DeadLetterView = z.output<typeof deadLetterView>;

const LISTED_MAX = 200;
const REASON_CHARACTERS_MAX = 1_000;

/** Jobs that were given up: on record, to be looked at and tried again. */
@Injectable()
export class DeadLetters {
  readonly #prisma: PrismaService;
  readonly #unitOfWork: UnitOfWork;
  readonly #outbox: Outbox;
  readonly #clock: SystemClock;

  constructor(prisma: PrismaService, unitOfWork: UnitOfWork, outbox: Outbox, clock: SystemClock) {
    this.#prisma = prisma;
    this.#unitOfWork = unitOfWork;
    this.#outbox = outbox;
    this.#clock = clock;
  }

  /** Writes the letter and queues what the job's death sets off, once for each job that was queued. */
  async bury(
    { name, onDeath, retryAs }: JobDefinition,
    { id, payload, attempt }: Delivery,
    error: unknown,
  ): Promise<void> {
    const letter = {
      id: newId('deadLetter'),
      jobId: id,
      job: name,
      payload: payload as Prisma.InputJsonValue,
      retryAs: retryAs?.name ?? name,
      reason: (error instanceof Error ? error.message : String(error)).slice(0, REASON_CHARACTERS_MAX),
      attempts: attempt,
      diedAt: this.#clock.now(),
    };
    await this.#unitOfWork.run(async (tx) => {
      const { count } = await tx.deadLetter.createMany({ data: [letter], skipDuplicates: true });
      if (count === 1 && onDeath !== undefined)
        await this.#outbox.enqueueAgain(tx, onDeath.name, letter.payload);
      return ok(undefined);
    });
  }

  /** Newest first. */
  async list(): Promise<DeadLetterView[]> {
    const rows = await this.#prisma.deadLetter.findMany({ orderBy: { id: 'desc' }, take: LISTED_MAX });
    return rows.map(toView);
  }

  /** Queues the job again. If it dies again there will be another letter. */
  async retry(write: WriteRequest, id: Id<'deadLetter'>): Promise<Result<DeadLetterView, Problem>> {
    return this.#unitOfWork.write(write, deadLetterView, async (tx) => {
      const retriedAt = this.#clock.now();
      const { count } = await tx.deadLetter.updateMany({
        where: { id, retriedAt: null },
        data: { retriedAt },
      });
      const row = await tx.deadLetter.findUnique({ where: { id } });
      if (row === null) return err(notFound('dead letter'));
      if (count === 0) return err(problem('dead-letter-retried', 'A retry of it was queued before.'));
      await this.#outbox.enqueueAgain(tx, row.retryAs, row.payload as Prisma.InputJsonValue);
      return ok(toView(row));
    });
  }
}

const toView = (row: Prisma.DeadLetterGetPayload<object>): DeadLetterView => ({
  id: asId('deadLetter', row.id),
  job: row.job,
  payload: row.payload as Record<string, unknown>,
  reason: row.reason,
  attempts: row.attempts,
  diedAt: row.diedAt,
  retriedAt: row.retriedAt,
});
