import { Injectable } from '@nestjs/common';
import { ok } from '#libs/kernel';
import { type Config, InjectConfig, Outbox, Queues, SystemClock, UnitOfWork } from '#libs/platform';
import { EvaluationCacheStore } from './evaluation-cache.store.js';
import { EvaluationChunkStore } from './evaluation-chunk.store.js';
import { EvaluationSchedules } from './evaluation-schedules.js';
import { evaluateChunkJob } from './evaluation.jobs.js';
import { QueueEvidence } from './queue-evidence.js';
import { RunLifecycle } from './run-lifecycle.js';

/** With an idle queue: nobody works on what nobody has touched for so long. */
const LOST_AFTER_MS = 120_000;
/** With a busy queue the job may still be waiting there; a second one does no harm, but no good either. */
const SURELY_LOST_AFTER_MS = 1_800_000;

const CHUNKS_PER_SWEEP_MAX = 1_000;
const RUNS_PER_SWEEP_MAX = 100;

/** Looks at what stands in the database: what is due, what was lost on the way, what is too old. */
@Injectable()
export class SweepRuns {
  readonly #chunks: EvaluationChunkStore;
  readonly #cache: EvaluationCacheStore;
  readonly #schedules: EvaluationSchedules;
  readonly #lifecycle: RunLifecycle;
  readonly #evidence: QueueEvidence;
  readonly #queues: Queues;
  readonly #unitOfWork: UnitOfWork;
  readonly #outbox: Outbox;
  readonly #clock: SystemClock;
  readonly #config: Config;

  constructor(
    chunks: EvaluationChunkStore,
    cache: EvaluationCacheStore,
    schedules: EvaluationSchedules,
    lifecycle: RunLifecycle,
    evidence: QueueEvidence,
    queues: Queues,
    unitOfWork: UnitOfWork,
    outbox: Outbox,
    clock: SystemClock,
    @InjectConfig() config: Config,
  ) {
    this.#chunks = chunks;
    this.#cache = cache;
    this.#schedules = schedules;
    this.#lifecycle = lifecycle;
    this.#evidence = evidence;
    this.#queues = queues;
    this.#unitOfWork = unitOfWork;
    this.#outbox = outbox;
    this.#clock = clock;
    this.#config = config;
  }

  async sweep(): Promise<void> {
    await this.#schedules.queueDue();
    await this.#queueLost();
    await this.#evidence.queueMissing();
    await this.#cache.prune(new Date(this.#clock.nowMs() - this.#config.responseCacheDays * 86_400_000));
  }

  /** A queue may lose its data, and a process may die between two of its jobs. */
  async #queueLost(): Promise<void> {
    const { waiting, active } = await this.#queues.lane('evaluation').depth();
    const lostAfterMs = waiting + active === 0 ? LOST_AFTER_MS : SURELY_LOST_AFTER_MS;
    const untouchedSince = new Date(this.#clock.nowMs() - lostAfterMs);
    const lost = await this.#chunks.lostChunks(untouchedSince, CHUNKS_PER_SWEEP_MAX);
    if (lost.length > 0)
      await this.#unitOfWork.run(async (tx) => {
        await this.#chunks.markQueued(tx, lost, this.#clock.now());
        await this.#outbox.enqueue(tx, evaluateChunkJob, lost);
        return ok(undefined);
      });
    for (const runId of await this.#chunks.stuckRuns(untouchedSince, RUNS_PER_SWEEP_MAX))
      await this.#unitOfWork.run(async (tx) => {
        if (await this.#lifecycle.begin(tx, runId)) await this.#lifecycle.queueWork(tx, runId);
        return ok(undefined);
      });
  }
}
