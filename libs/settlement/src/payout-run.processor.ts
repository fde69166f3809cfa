import { Injectable } from '@nestjs/common';
import { type Id, ok } from '#libs/kernel';
import { HandlesJob, Outbox, SystemClock, UnitOfWork } from '#libs/platform';
import { PayoutRunPayer } from './payout-run-payer.js';
import { failPayoutRunJob, payoutRunJob, sweepPayoutRunsJob } from './payout-run.jobs.js';
import { PayoutRunStore } from './payout-run.store.js';

/** Well above the time between two batches. */
const LOST_AFTER_MS = 60_000;
const PER_SWEEP_MAX = 1_000;

@Injectable()
export class PayoutRunProcessor {
  readonly #payer: PayoutRunPayer;
  readonly #runs: PayoutRunStore;
  readonly #outbox: Outbox;
  readonly #unitOfWork: UnitOfWork;
  readonly #clock: SystemClock;

  constructor(
    payer: PayoutRunPayer,
    runs: PayoutRunStore,
    outbox: Outbox,
    unitOfWork: UnitOfWork,
    clock: SystemClock,
  ) {
    this.#payer = payer;
    this.#runs = runs;
    this.#outbox = outbox;
    this.#unitOfWork = unitOfWork;
    this.#clock = clock;
  }

  @HandlesJob(payoutRunJob)
  async pay({ runId }: { runId: Id<'payoutRun'> }): Promise<void> {
    await this.#payer.pay(runId);
  }

  @HandlesJob(failPayoutRunJob)
  async fail({ runId }: { runId: Id<'payoutRun'> }): Promise<void> {
    await this.#payer.fail(runId, 'given up after repeated attempts; the dead letter says why');
  }

  @HandlesJob(sweepPayoutRunsJob)
  async sweep(): Promise<void> {
    const lost = await this.#runs.unfinishedBefore(
      new Date(this.#clock.nowMs() - LOST_AFTER_MS),
      PER_SWEEP_MAX,
    );
    if (lost.length === 0) return;
    await this.#unitOfWork.run(async (tx) => {
      await this.#outbox.enqueue(
        tx,
        payoutRunJob,
        lost.map((runId) => ({ runId })),
      );
      return ok(undefined);
    });
  }
}
