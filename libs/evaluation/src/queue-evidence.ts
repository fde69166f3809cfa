import { Injectable } from '@nestjs/common';
import { type Id, ok } from '#libs/kernel';
import { Outbox, SystemClock, type Tx, UnitOfWork } from '#libs/platform';
import { EVIDENCE_METHOD } from './evidence-plan.js';
import { EvaluationEvidenceStore } from './evaluation-evidence.store.js';
import { gatherEvidenceJob } from './evaluation.jobs.js';

/** Longer than the training of any control takes. */
const LOST_AFTER_MS = 1_800_000;

/** What fails this often will fail again; the dead letters tell why. */
const QUEUED_MAX = 3;

const RUNS_PER_SWEEP_MAX = 20;

/** Asks for the evidence of completed runs. */
@Injectable()
export class QueueEvidence {
  readonly #store: EvaluationEvidenceStore;
  readonly #unitOfWork: UnitOfWork;
  readonly #outbox: Outbox;
  readonly #clock: SystemClock;

  constructor(store: EvaluationEvidenceStore, unitOfWork: UnitOfWork, outbox: Outbox, clock: SystemClock) {
    this.#store = store;
    this.#unitOfWork = unitOfWork;
    this.#outbox = outbox;
    this.#clock = clock;
  }

  async queue(tx: Tx, runId: Id<'run'>): Promise<void> {
    await this.#store.markQueued(tx, runId, this.#clock.now());
    await this.#outbox.enqueue(tx, gatherEvidenceJob, [{ runId }]);
  }

  /** Runs that were completed before there was evidence, whose jobs were lost, or whose method is an older one. */
  async queueMissing(): Promise<void> {
    const runs = await this.#store.missing(EVIDENCE_METHOD, {
      queuedBefore: new Date(this.#clock.nowMs() - LOST_AFTER_MS),
      queuedMax: QUEUED_MAX,
      limit: RUNS_PER_SWEEP_MAX,
    });
    for (const runId of runs)
      await this.#unitOfWork.run(async (tx) => {
        await this.queue(tx, runId);
        return ok(undefined);
      });
  }
}
