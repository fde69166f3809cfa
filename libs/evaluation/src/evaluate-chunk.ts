import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { assertDefined, err, type Id, ok, type Result } from '#libs/kernel';
import { Outbox, SystemClock, UnitOfWork } from '#libs/platform';
import { isPassing } from './adapters/index.js';
import { AnswerBatch, type ChunkWork } from './answer-batch.js';
import type { DomainRow } from './core/index.js';
import { DomainLibrary, type LibraryDomain } from './domain-library.js';
import { type ChunkClaim, EvaluationChunkStore } from './evaluation-chunk.store.js';
import { evaluateChunkJob } from './evaluation.jobs.js';
import { EvaluationStore, type RunWork } from './evaluation.store.js';
import { OpenModels } from './open-models.js';
import { BUDGET_EXHAUSTED, RunLifecycle } from './run-lifecycle.js';
import { RunWatch } from './run-watch.js';

/** For what others have set aside to be given back. After some waits the worker is free for other work. */
const WAIT_MS = 100;
const WAITS_MAX = 50;

const REASON_CHARACTERS_MAX = 1_000;

/**
 * Answers the rows of one chunk that have no answer yet. Delivered twice it does nothing twice: an answer that
 * stands is kept, a chunk that is complete is left alone, and of two who hold it only the later one can write.
 */
@Injectable()
export class EvaluateChunk implements OnModuleDestroy {
  readonly #store: EvaluationStore;
  readonly #chunks: EvaluationChunkStore;
  readonly #library: DomainLibrary;
  readonly #models: OpenModels;
  readonly #answerBatch: AnswerBatch;
  readonly #lifecycle: RunLifecycle;
  readonly #watch: RunWatch;
  readonly #unitOfWork: UnitOfWork;
  readonly #outbox: Outbox;
  readonly #clock: SystemClock;
  readonly #underWay = new Map<string, Promise<void>>();
  #isStopping = false;

  constructor(
    store: EvaluationStore,
    chunks: EvaluationChunkStore,
    library: DomainLibrary,
    models: OpenModels,
    answerBatch: AnswerBatch,
    lifecycle: RunLifecycle,
    watch: RunWatch,
    unitOfWork: UnitOfWork,
    outbox: Outbox,
    clock: SystemClock,
  ) {
    this.#store = store;
    this.#chunks = chunks;
    this.#library = library;
    this.#models = models;
    this.#answerBatch = answerBatch;
    this.#lifecycle = lifecycle;
    this.#watch = watch;
    this.#unitOfWork = unitOfWork;
    this.#outbox = outbox;
    this.#clock = clock;
  }

  /** From now on chunks are handed back between two batches: a stop does not wait for slow models. */
  onModuleDestroy(): void {
    this.#isStopping = true;
  }

  /** Of two deliveries to one process the second waits, and mostly finds that nothing is left to do. */
  async evaluate(runId: Id<'run'>, chunk: number): Promise<void> {
    const key = `${runId} ${String(chunk)}`;
    const before = this.#underWay.get(key)?.catch(() => undefined) ?? Promise.resolve();
    const work = before.then(() => this.#evaluate(runId, chunk));
    this.#underWay.set(key, work);
    try {
      await work;
    } finally {
      if (this.#underWay.get(key) === work) this.#underWay.delete(key);
    }
  }

  async #evaluate(runId: Id<'run'>, chunk: number): Promise<void> {
    const claim = await this.#claim(runId, chunk);
    if (claim.ok) await this.#answerClaimed(claim.value);
  }

  async #answerClaimed(claim: ChunkClaim): Promise<void> {
    try {
      const done = await this.#answerChunk(claim);
      if (!done.ok) await this.#lifecycle.failFor(claim, done.error);
    } catch (error) {
      await this.#chunks.noteError(claim, reasonText(error instanceof Error ? error.message : String(error)));
      throw error;
    }
  }

  async #claim(runId: Id<'run'>, chunk: number): Promise<Result<ChunkClaim, 'over'>> {
    return this.#unitOfWork.run(async (tx) => {
      if (!(await this.#lifecycle.begin(tx, runId))) return err('over');
      const claim = await this.#chunks.claim(tx, runId, chunk, this.#clock.now());
      return claim === undefined ? err('over') : ok(claim);
    });
  }

  /** An error is a reason for which the run cannot go on; what may pass is thrown, and tried again by the queue. */
  async #answerChunk(claim: ChunkClaim): Promise<Result<void, string>> {
    const run = assertDefined(await this.#store.findWork(claim.runId), 'a run that is claimed is on record');
    const domain = await this.#library.find(run.domain);
    if (domain?.definition.version !== run.domainVersion)
      return err(`version ${String(run.domainVersion)} of ${run.domain} is not installed any more`);
    const open = await this.#openRows(claim, run, domain);
    if (!open.ok) return open;
    const lease = await this.#models.lease(run.versionId, domain.folder);
    if (!lease.ok) {
      const reason = reasonText(`the model could not be opened: ${JSON.stringify(lease.error)}`);
      if (lease.error.code === 'timed-out') throw new Error(reason);
      return err(reason);
    }
    const watched = this.#watch.follow(claim.runId);
    const version = await this.#models.version(run.versionId);
    return this.#answerRows(
      { claim, run, version, lease: lease.value, signal: watched.signal },
      open.value,
    ).finally(watched.end);
  }

  async #openRows(
    claim: ChunkClaim,
    run: RunWork,
    domain: LibraryDomain,
  ): Promise<Result<readonly DomainRow[], string>> {
    const rows = await this.#library.rows(domain, run.split);
    if (!rows.ok)
      return err(reasonText(`the rows of ${run.domain} are not sound: ${JSON.stringify(rows.error)}`));
    const members = await rows.value.read(claim.slice, claim.firstRow, claim.sampleCount);
    if (claim.answered === 0) return ok(members);
    const answered = await this.#chunks.answeredIds(claim);
    return ok(members.filter(({ id }) => !answered.has(id)));
  }

  async #answerRows(work: ChunkWork, rows: readonly DomainRow[]): Promise<Result<void, string>> {
    const { lease } = work;
    let isDone = false;
    try {
      const result = await this.#askAll(work, rows);
      isDone = result.ok && result.value === 'done';
      return result.ok ? ok(undefined) : result;
    } finally {
      // One that was interrupted may not know it yet.
      if (isDone) lease.release();
      else await lease.close();
    }
  }

  async #askAll(work: ChunkWork, rows: readonly DomainRow[]): Promise<Result<'done' | 'left', string>> {
    const { claim, run } = work;
    let open: readonly DomainRow[] | undefined = rows;
    if (open.length === 0) await this.#answerBatch.close(work);
    else if (run.usesCache) open = await this.#answerBatch.takeFromCache(work, open);
    let waits = 0;
    while (open !== undefined && open.length > 0) {
      if (work.signal.aborted) return ok('left');
      if (this.#isStopping) return this.#handBack(claim);
      const outcome = await this.#answerBatch.answer(work, open);
      switch (outcome.kind) {
        case 'answered':
          open = open.slice(outcome.count);
          waits = 0;
          break;
        case 'over':
          return ok('left');
        case 'budget-exhausted':
          return err(BUDGET_EXHAUSTED);
        case 'wait':
          waits += 1;
          if (waits > WAITS_MAX) return this.#handBack(claim);
          await sleep(WAIT_MS);
          break;
        case 'failed': {
          const reason = reasonText(`the model did not answer: ${JSON.stringify(outcome.error)}`);
          if (isPassing(outcome.error)) throw new Error(reason);
          return err(reason);
        }
      }
    }
    return ok('done');
  }

  /** For another process, or for this one when it is back. */
  async #handBack({ runId, ordinal }: ChunkClaim): Promise<Result<'left', string>> {
    return this.#unitOfWork.run(async (tx) => {
      await this.#outbox.enqueue(tx, evaluateChunkJob, [{ runId, chunk: ordinal }]);
      return ok('left');
    });
  }
}

const reasonText = (text: string): string => text.slice(0, REASON_CHARACTERS_MAX);
