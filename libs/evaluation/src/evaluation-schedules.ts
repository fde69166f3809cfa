import { Injectable } from '@nestjs/common';
import { CatalogService } from '#libs/catalog';
import { err, type Id, ok, type Result } from '#libs/kernel';
import {
  maySee,
  newId,
  notFound,
  type Problem,
  problem,
  problemAt,
  SystemClock,
  UnitOfWork,
  type WriteRequest,
} from '#libs/platform';
import type { z } from 'zod';
import { nextDueAtMs } from './core/index.js';
import { DomainLibrary } from './domain-library.js';
import { EvaluationScheduleStore, type ScheduleRow } from './evaluation-schedule.store.js';
import { type openSchedule, scheduleView } from './evaluation.contract.js';
import { QueueRun } from './queue-run.js';

type ScheduleView = z.output<typeof scheduleView>;

/** Runs that one sweep queues at most; the next one is soon there. */
const DUE_PER_SWEEP_MAX = 100;

/** Evaluation again and again. When what is due stands in the database; a sweep only looks. */
@Injectable()
export class EvaluationSchedules {
  readonly #store: EvaluationScheduleStore;
  readonly #catalog: CatalogService;
  readonly #library: DomainLibrary;
  readonly #queueRun: QueueRun;
  readonly #unitOfWork: UnitOfWork;
  readonly #clock: SystemClock;

  constructor(
    store: EvaluationScheduleStore,
    catalog: CatalogService,
    library: DomainLibrary,
    queueRun: QueueRun,
    unitOfWork: UnitOfWork,
    clock: SystemClock,
  ) {
    this.#store = store;
    this.#catalog = catalog;
    this.#library = library;
    this.#queueRun = queueRun;
    this.#unitOfWork = unitOfWork;
    this.#clock = clock;
  }

  async open(
    write: WriteRequest,
    versionId: Id<'version'>,
    { domain, everyDays, firstDueAt }: z.output<typeof openSchedule>,
  ): Promise<Result<ScheduleView, Problem>> {
    if ((await this.#library.find(domain)) === undefined)
      return err(problemAt('domain-unknown', '/domain', 'no domain has this name'));
    const { actor } = write;
    return this.#unitOfWork.write(write, scheduleView, async (tx) => {
      const version = actor.scopes.has('operator')
        ? await this.#catalog.version(versionId, tx)
        : await this.#catalog.ownedVersion(actor, versionId, tx);
      if (!version.ok) return version;
      const createdAt = this.#clock.now();
      const schedule: ScheduleRow = {
        id: newId('evaluationSchedule'),
        versionId,
        domain,
        requestedById: actor.partyId,
        everyDays,
        nextDueAt: firstDueAt ?? createdAt,
        createdAt,
        endedAt: null,
      };
      return (await this.#store.insert(tx, schedule))
        ? ok(told(schedule))
        : err(problem('schedule-exists', `The version is evaluated on ${domain} by schedule already.`));
    });
  }

  /** Ended ones too, newest first. */
  async ofVersion(versionId: Id<'version'>): Promise<Result<ScheduleView[], Problem>> {
    const version = await this.#catalog.version(versionId);
    return version.ok ? ok((await this.#store.ofVersion(versionId)).map(told)) : version;
  }

  /** Runs that were queued go on. */
  async end(write: WriteRequest, id: Id<'evaluationSchedule'>): Promise<Result<ScheduleView, Problem>> {
    return this.#unitOfWork.write(write, scheduleView, async (tx) => {
      const schedule = await this.#store.find(id, tx);
      if (schedule === undefined || !maySee(write.actor, schedule.requestedById))
        return err(notFound('evaluation schedule'));
      const endedAt = schedule.endedAt ?? this.#clock.now();
      await this.#store.end(tx, id, endedAt);
      return ok(told({ ...schedule, endedAt }));
    });
  }

  /** Queues what is due, each due date once: the run and the next date are written together. */
  async queueDue(): Promise<void> {
    for (let queued = 0; queued < DUE_PER_SWEEP_MAX; queued += 1) {
      const result = await this.#unitOfWork.run(async (tx) => {
        const now = this.#clock.now();
        const due = await this.#store.lockDue(tx, now);
        if (due === undefined) return ok('none');
        const isQueued = await this.#queueRun.queueDue(tx, due);
        const next = nextDueAtMs(due.nextDueAt.getTime(), due.everyDays, now.getTime());
        // Of a domain that is not installed any more nothing will ever be due.
        if (isQueued) await this.#store.setNextDue(tx, due.id, new Date(next));
        else await this.#store.end(tx, due.id, now);
        return ok('one');
      });
      if (!result.ok || result.value === 'none') return;
    }
  }
}

const told = ({ requestedById: _, ...schedule }: ScheduleRow): ScheduleView => schedule;
