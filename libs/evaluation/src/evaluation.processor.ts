import { Injectable } from '@nestjs/common';
import { ok } from '#libs/kernel';
import { HandlesJob, Outbox, Queues, SystemClock, UnitOfWork } from '#libs/platform';
import type { z } from 'zod';
import { EvaluateSlice } from './evaluate-slice.js';
import { evaluateSliceJob, sweepRunsJob } from './evaluation.jobs.js';
import { EvaluationStore } from './evaluation.store.js';

const LOST_AFTER_MS = 120_000;
const SLICES_PER_SWEEP_MAX = 1_000;

@Injectable()
export class EvaluationProcessor {
  readonly #evaluateSlice: EvaluateSlice;
  readonly #store: EvaluationStore;
  readonly #queues: Queues;
  readonly #unitOfWork: UnitOfWork;
  readonly #outbox: Outbox;
  readonly #clock: SystemClock;

  constructor(
    evaluateSlice: EvaluateSlice,
    store: EvaluationStore,
    queues: Queues,
    unitOfWork: UnitOfWork,
    outbox: Outbox,
    clock: SystemClock,
  ) {
    this.#evaluateSlice = evaluateSlice;
    this.#store = store;
    this.#queues = queues;
    this.#unitOfWork = unitOfWork;
    this.#outbox = outbox;
    this.#clock = clock;
  }

  @HandlesJob(evaluateSliceJob)
  async evaluate({ runId, slice }: z.output<typeof evaluateSliceJob.payload>): Promise<void> {
    await this.#evaluateSlice.evaluate(runId, slice);
  }

  /** A queue that lost its data has nothing to do while slices are open: then they are queued again. */
  @HandlesJob(sweepRunsJob)
  async sweep(): Promise<void> {
    const { waiting, active } = await this.#queues.lane('evaluation').depth();
    if (waiting + active > 0) return;
    const lost = await this.#store.unfinishedSlices(
      new Date(this.#clock.nowMs() - LOST_AFTER_MS),
      SLICES_PER_SWEEP_MAX,
    );
    if (lost.length === 0) return;
    await this.#unitOfWork.run(async (tx) => {
      await this.#outbox.enqueue(tx, evaluateSliceJob, lost);
      return ok(undefined);
    });
  }
}
