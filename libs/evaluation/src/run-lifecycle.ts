import { Injectable } from '@nestjs/common';
import { assert, err, type Id, ok, type Result } from '#libs/kernel';
import { Outbox, SystemClock, type Tx, UnitOfWork } from '#libs/platform';
import { hasEnded, mayBecome, type RunState } from './core/index.js';
import { type ChunkClaim, EvaluationChunkStore } from './evaluation-chunk.store.js';
import { evaluateChunkJob, finishRunJob } from './evaluation.jobs.js';
import { EvaluationStore } from './evaluation.store.js';

/** Chunks of one run that the queue holds at a time, so that a large run does not keep small ones waiting. */
const IN_QUEUE = { refillAt: 32, most: 64 };

/** Why a run cannot go on, in words that stay on record with it. */
export const BUDGET_EXHAUSTED = 'budget-exhausted';

/** The states of a run, and what each change of them sets off. */
@Injectable()
export class RunLifecycle {
  readonly #store: EvaluationStore;
  readonly #chunks: EvaluationChunkStore;
  readonly #unitOfWork: UnitOfWork;
  readonly #outbox: Outbox;
  readonly #clock: SystemClock;

  constructor(
    store: EvaluationStore,
    chunks: EvaluationChunkStore,
    unitOfWork: UnitOfWork,
    outbox: Outbox,
    clock: SystemClock,
  ) {
    this.#store = store;
    this.#chunks = chunks;
    this.#unitOfWork = unitOfWork;
    this.#outbox = outbox;
    this.#clock = clock;
  }

  /** Queued becomes running. False when nothing is to be computed for it any more. Takes the run's lock. */
  async begin(tx: Tx, runId: Id<'run'>): Promise<boolean> {
    const state = await this.#store.lockRun(tx, runId);
    if (state === 'queued') await this.#change(tx, runId, state, 'running', null, null);
    return state !== undefined && !hasEnded(state);
  }

  /** Nothing happens to a run that has ended already. */
  async fail(runId: Id<'run'>, reason: string): Promise<void> {
    await this.#unitOfWork.run(async (tx) => {
      await this.end(tx, runId, 'failed', reason, null);
      return ok(undefined);
    });
  }

  /** By whoever holds a chunk. A run that was taken up again meanwhile is none of his. */
  async failFor(claim: ChunkClaim, reason: string): Promise<void> {
    await this.#unitOfWork.run(async (tx) => {
      await this.#store.lockRun(tx, claim.runId);
      if (await this.#chunks.isHeld(tx, claim)) await this.end(tx, claim.runId, 'failed', reason, null);
      return ok(undefined);
    });
  }

  /** Ends a run that goes on. The state it was found in when it did not. */
  async end(
    tx: Tx,
    runId: Id<'run'>,
    to: 'completed' | 'failed' | 'cancelled',
    reason: string | null,
    actorId: Id<'party'> | null,
  ): Promise<Result<void, RunState | undefined>> {
    const state = await this.#store.lockRun(tx, runId);
    if (state === undefined || !mayBecome(state, to)) return err(state);
    await this.#change(tx, runId, state, to, reason, actorId);
    return ok(undefined);
  }

  /** A failed run goes on where it stopped. The state it was found in when it had not failed. */
  async resume(
    tx: Tx,
    runId: Id<'run'>,
    reason: string,
    actorId: Id<'party'> | null,
  ): Promise<Result<void, RunState | undefined>> {
    const state = await this.#store.lockRun(tx, runId);
    if (state !== 'failed') return err(state);
    await this.#change(tx, runId, state, 'running', reason, actorId);
    await this.#chunks.reopen(tx, runId);
    await this.queueWork(tx, runId);
    return ok(undefined);
  }

  /** Hands to the queue what is next: more chunks, or the scoring when none is open. Under the run's lock. */
  async queueWork(tx: Tx, runId: Id<'run'>): Promise<void> {
    const now = this.#clock.now();
    const chunks = await this.#chunks.queueNext(tx, runId, IN_QUEUE, now);
    if (chunks.length > 0)
      await this.#outbox.enqueue(
        tx,
        evaluateChunkJob,
        chunks.map((chunk) => ({ runId, chunk })),
      );
    else if (!(await this.#chunks.hasOpenChunk(tx, runId)))
      await this.#outbox.enqueue(tx, finishRunJob, [{ runId }]);
  }

  async #change(
    tx: Tx,
    runId: Id<'run'>,
    from: RunState,
    to: RunState,
    reason: string | null,
    actorId: Id<'party'> | null,
  ): Promise<void> {
    assert(mayBecome(from, to), `a run that is ${from} cannot become ${to}`);
    await this.#store.changeState(tx, runId, { from, to, at: this.#clock.now(), actorId, reason });
  }
}
