import { Injectable } from '@nestjs/common';
import { canonicalJson, ok, type Result, sha256Hex } from '#libs/kernel';
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
import type { PricingRefusal, Valuation } from './core/index.js';
import { FollowEvidence } from './follow-evidence.js';
import { GatherDossier } from './gather-dossier.js';
import { followScoresJob, followUsageJob, sweepValuationsJob, valueJob } from './valuation.jobs.js';
import { type Frozen, ValuationStore } from './valuation.store.js';

const PROGRAM = compiledFile(import.meta.url, 'value-worker.js');
const LOST_AFTER_MS = 120_000;
const PER_SWEEP_MAX = 1_000;

@Injectable()
export class ValuationProcessor {
  readonly #store: ValuationStore;
  readonly #gather: GatherDossier;
  readonly #follow: FollowEvidence;
  readonly #queues: Queues;
  readonly #unitOfWork: UnitOfWork;
  readonly #outbox: Outbox;
  readonly #clock: SystemClock;

  constructor(
    store: ValuationStore,
    gather: GatherDossier,
    follow: FollowEvidence,
    queues: Queues,
    unitOfWork: UnitOfWork,
    outbox: Outbox,
    clock: SystemClock,
  ) {
    this.#store = store;
    this.#gather = gather;
    this.#follow = follow;
    this.#queues = queues;
    this.#unitOfWork = unitOfWork;
    this.#outbox = outbox;
    this.#clock = clock;
  }

  /** Gathers the dossier, values it, freezes both. */
  @HandlesJob(valueJob)
  async value({ valuationId }: z.output<typeof valueJob.payload>): Promise<void> {
    const valuation = await this.#store.find(valuationId);
    if (valuation?.finishedAt !== null) return;
    await this.#store.start(valuationId, this.#clock.now());
    const { dossier, runIds } = await this.#gather.gather(valuation);
    const dossierText = canonicalJson(dossier);
    const answer = await computeInThread<Result<Valuation, PricingRefusal>>(PROGRAM, dossier);
    const value = answer.ok ? answer.value : answer;
    const documentText = value.ok ? canonicalJson(value.value) : null;
    await this.#freeze(valuationId, {
      state: value.ok ? 'completed' : answer.ok ? 'refused' : 'failed',
      refusal: value.ok ? null : value.error,
      dossier: dossierText,
      dossierDigest: sha256Hex(dossierText),
      document: documentText,
      documentDigest: documentText === null ? null : sha256Hex(documentText),
      runIds,
      finishedAt: this.#clock.now(),
    });
    // What came in while it was computed.
    await this.#follow.check({ versionId: valuation.versionId });
  }

  @HandlesJob(followScoresJob)
  async followScores({ versionId }: z.output<typeof followScoresJob.payload>): Promise<void> {
    await this.#follow.check({ versionId });
  }

  @HandlesJob(followUsageJob)
  async followUsage({ modelId }: z.output<typeof followUsageJob.payload>): Promise<void> {
    await this.#follow.check({ modelId });
  }

  @HandlesJob(sweepValuationsJob)
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
        valueJob,
        lost.map((valuationId) => ({ valuationId })),
      );
      return ok(undefined);
    });
  }

  async #freeze(id: Parameters<ValuationStore['freeze']>[1], result: Frozen): Promise<void> {
    await this.#unitOfWork.run(async (tx) => {
      await this.#store.freeze(tx, id, result);
      return ok(undefined);
    });
  }
}
