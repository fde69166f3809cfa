import { Injectable } from '@nestjs/common';
import { CatalogService } from '#libs/catalog';
import { err, type Id, ok, type Result } from '#libs/kernel';
import {
  type Actor,
  maySee,
  notFound,
  type Problem,
  problem,
  type Tx,
  UnitOfWork,
  type WriteRequest,
} from '#libs/platform';
import type { z } from 'zod';
import { EvaluationChunkStore } from './evaluation-chunk.store.js';
import { type resumeRun, runView } from './evaluation.contract.js';
import { EvaluationStore, type RunRow } from './evaluation.store.js';
import { budgetFor } from './queue-run.js';
import { RunLifecycle } from './run-lifecycle.js';
import { type RunView, RunViews } from './run-views.js';

/** What those who asked for a run may do with it: stop it, or have it go on where it failed. */
@Injectable()
export class RunControl {
  readonly #store: EvaluationStore;
  readonly #chunks: EvaluationChunkStore;
  readonly #catalog: CatalogService;
  readonly #lifecycle: RunLifecycle;
  readonly #views: RunViews;
  readonly #unitOfWork: UnitOfWork;

  constructor(
    store: EvaluationStore,
    chunks: EvaluationChunkStore,
    catalog: CatalogService,
    lifecycle: RunLifecycle,
    views: RunViews,
    unitOfWork: UnitOfWork,
  ) {
    this.#store = store;
    this.#chunks = chunks;
    this.#catalog = catalog;
    this.#lifecycle = lifecycle;
    this.#views = views;
    this.#unitOfWork = unitOfWork;
  }

  /** What is under way is broken off; what was answered is kept. The run stays on record. */
  async cancel(write: WriteRequest, id: Id<'run'>): Promise<Result<RunView, Problem>> {
    return this.#unitOfWork.write(write, runView, async (tx) => {
      const run = await this.#ownRun(tx, write.actor, id);
      if (!run.ok) return run;
      const { partyId } = write.actor;
      const ended = await this.#lifecycle.end(tx, id, 'cancelled', 'cancelled on request', partyId);
      return ended.ok
        ? ok(await this.#views.view(id, tx))
        : err(problem('run-ended', `The run is ${String(ended.error)} already.`));
    });
  }

  /** Only samples without an answer are computed. What dead workers had set aside counts as spent. */
  async resume(
    write: WriteRequest,
    id: Id<'run'>,
    { budget }: z.output<typeof resumeRun>,
  ): Promise<Result<RunView, Problem>> {
    return this.#unitOfWork.write(write, runView, async (tx) => {
      const run = await this.#ownRun(tx, write.actor, id);
      if (!run.ok) return run;
      if (budget !== undefined) {
        const version = await this.#catalog.version(run.value.versionId, tx);
        if (!version.ok) return version;
        const changed = budgetFor(budget, version.value);
        if (!changed.ok) return changed;
        await this.#store.setBudget(tx, id, changed.value.budget, changed.value.currency);
      }
      const resumed = await this.#lifecycle.resume(tx, id, 'resumed on request', write.actor.partyId);
      return resumed.ok
        ? ok(await this.#views.view(id, tx))
        : err(
            problem('run-not-resumable', `Only a failed run can be; this one is ${String(resumed.error)}.`),
          );
    });
  }

  /** A retried dead letter. Nothing happens to a run that goes on, or that nobody wants any more. */
  async resumeAfterDeath(id: Id<'run'>): Promise<void> {
    await this.#unitOfWork.run(async (tx) => {
      await this.#lifecycle.resume(tx, id, 'a job that was given up is tried again', null);
      return ok(undefined);
    });
  }

  /** The run's job was given up, so it cannot go on by itself. */
  async failAfterDeath(id: Id<'run'>, chunk: number | undefined): Promise<void> {
    const what = chunk === undefined ? 'the scoring' : `chunk ${String(chunk)}`;
    const why = chunk === undefined ? undefined : await this.#chunks.errorOf(id, chunk);
    await this.#lifecycle.fail(id, `${what} was given up${why === undefined ? '' : `: ${why}`}`);
  }

  /** To others a run may be seen, but there is none that they could change. */
  async #ownRun(tx: Tx, actor: Actor, id: Id<'run'>): Promise<Result<RunRow, Problem>> {
    const run = await this.#store.findRun(id, tx);
    if (run === undefined) return err(notFound('run'));
    return maySee(actor, run.requestedById) || actor.partyId === run.sellerId
      ? ok(run)
      : err(notFound('run'));
  }
}
