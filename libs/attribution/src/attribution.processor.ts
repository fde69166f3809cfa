import { Injectable } from '@nestjs/common';
import { encodeId, type Id, ok, sha256Hex } from '#libs/kernel';
import {
  compiledFile,
  computeInThread,
  HandlesJob,
  Outbox,
  Queues,
  SystemClock,
  UnitOfWork,
} from '#libs/platform';
import type { z } from 'zod';
import type { AttributionAnswer } from './attribute-worker.js';
import { readJson } from './attribution-view.js';
import { attributeJob, sweepAttributionsJob } from './attribution.jobs.js';
import { type AttributionOutcome, type AttributionRow, ComputationStore } from './computation.store.js';
import type { AttributionRequest, AttributionTask } from './core/index.js';

const PROGRAM = compiledFile(import.meta.url, 'attribute-worker.js');
const LOST_AFTER_MS = 180_000;
const PER_SWEEP_MAX = 1_000;

@Injectable()
export class AttributionProcessor {
  readonly #store: ComputationStore;
  readonly #queues: Queues;
  readonly #unitOfWork: UnitOfWork;
  readonly #outbox: Outbox;
  readonly #clock: SystemClock;

  constructor(
    store: ComputationStore,
    queues: Queues,
    unitOfWork: UnitOfWork,
    outbox: Outbox,
    clock: SystemClock,
  ) {
    this.#store = store;
    this.#queues = queues;
    this.#unitOfWork = unitOfWork;
    this.#outbox = outbox;
    this.#clock = clock;
  }

  /** Computes the stored input and freezes what comes out. */
  @HandlesJob(attributeJob)
  async attribute({ attributionId }: z.output<typeof attributeJob.payload>): Promise<void> {
    const row = await this.#store.find(attributionId);
    if (row?.finishedAt !== null) return;
    await this.#store.start(attributionId, this.#clock.now());
    let told = Promise.resolve();
    const answer = await computeInThread<AttributionAnswer>(PROGRAM, taskOf(row), (progressBps) => {
      told = told.then(() => this.#store.progress(attributionId, progressBps));
    });
    await told;
    const outcome = answer.ok ? answer.value : answer;
    const finishedAt = this.#clock.now();
    await this.#freeze(
      attributionId,
      outcome.ok
        ? {
            state: 'completed',
            result: outcome.value,
            resultDigest: sha256Hex(outcome.value),
            refusal: null,
            finishedAt,
          }
        : {
            state: answer.ok ? 'refused' : 'failed',
            result: null,
            resultDigest: null,
            refusal: outcome.error,
            finishedAt,
          },
    );
  }

  @HandlesJob(sweepAttributionsJob)
  async sweep(): Promise<void> {
    const { waiting, active } = await this.#queues.lane('evaluation').depth();
    if (waiting + active > 0) return;
    const lost = await this.#store.unfinishedBefore(
      new Date(this.#clock.nowMs() - LOST_AFTER_MS),
      PER_SWEEP_MAX,
    );
    if (lost.length === 0) return;
    await this.#unitOfWork.run(async (tx) => {
      await this.#outbox.enqueue(
        tx,
        attributeJob,
        lost.map((attributionId) => ({ attributionId })),
      );
      return ok(undefined);
    });
  }

  async #freeze(id: Id<'attribution'>, outcome: AttributionOutcome): Promise<void> {
    await this.#unitOfWork.run(async (tx) => {
      await this.#store.freeze(tx, id, outcome);
      return ok(undefined);
    });
  }
}

const taskOf = ({
  id,
  modelId,
  request,
  requestDigest,
  inputDigest,
  seed,
}: AttributionRow): AttributionTask => ({
  subject: {
    attributionId: encodeId('attribution', id),
    modelId: encodeId('model', modelId),
    requestDigest,
    inputDigest,
  },
  request: readJson(request) as unknown as AttributionRequest,
  seed,
});
