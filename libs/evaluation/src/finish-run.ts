import { Injectable } from '@nestjs/common';
import { assertDefined, type Id, ok, type Result } from '#libs/kernel';
import { Outbox, SystemClock, UnitOfWork } from '#libs/platform';
import { type DomainSlice, type ScoringRefusal, SlicePairs, type SliceScore } from './core/index.js';
import { DomainLibrary, type LibraryDomain } from './domain-library.js';
import type { DomainRows } from './domain-rows.js';
import { EvaluationChunkStore } from './evaluation-chunk.store.js';
import { runCompleted } from './evaluation.jobs.js';
import { EvaluationStore, type RunWork } from './evaluation.store.js';
import { QueueEvidence } from './queue-evidence.js';
import { RunLifecycle } from './run-lifecycle.js';

/** Rows and answers that are held at a time. */
const PAGE_ROWS = 5_000;

/**
 * Scores a run whose chunks are complete, slice by slice, and completes it. A slice that is scored is left alone; one
 * whose rows do not carry a number gets the reason in its place.
 */
@Injectable()
export class FinishRun {
  readonly #store: EvaluationStore;
  readonly #chunks: EvaluationChunkStore;
  readonly #library: DomainLibrary;
  readonly #lifecycle: RunLifecycle;
  readonly #evidence: QueueEvidence;
  readonly #unitOfWork: UnitOfWork;
  readonly #outbox: Outbox;
  readonly #clock: SystemClock;

  constructor(
    store: EvaluationStore,
    chunks: EvaluationChunkStore,
    library: DomainLibrary,
    lifecycle: RunLifecycle,
    evidence: QueueEvidence,
    unitOfWork: UnitOfWork,
    outbox: Outbox,
    clock: SystemClock,
  ) {
    this.#store = store;
    this.#chunks = chunks;
    this.#library = library;
    this.#lifecycle = lifecycle;
    this.#evidence = evidence;
    this.#unitOfWork = unitOfWork;
    this.#outbox = outbox;
    this.#clock = clock;
  }

  async finish(runId: Id<'run'>): Promise<void> {
    const run = await this.#store.findWork(runId);
    if (run?.state !== 'running') return;
    const domain = await this.#library.find(run.domain);
    const rows =
      domain?.definition.version === run.domainVersion
        ? await this.#library.rows(domain, run.split)
        : undefined;
    if (domain === undefined || rows?.ok !== true)
      return this.#lifecycle.fail(
        runId,
        `version ${String(run.domainVersion)} of ${run.domain} cannot be read any more`,
      );
    for (const slice of await this.#store.unscoredSlices(runId))
      await this.#scoreSlice(run, domain, rows.value, slice);
    await this.#unitOfWork.run(async (tx) => {
      await this.#store.lockRun(tx, runId);
      if (await this.#chunks.hasOpenChunk(tx, runId)) return ok(undefined);
      const ended = await this.#lifecycle.end(tx, runId, 'completed', null, null);
      if (!ended.ok) return ok(undefined);
      await this.#evidence.queue(tx, runId);
      await this.#outbox.publish(tx, runCompleted, { runId, versionId: run.versionId });
      return ok(undefined);
    });
  }

  async #scoreSlice(
    run: RunWork,
    { definition }: LibraryDomain,
    rows: DomainRows,
    key: string,
  ): Promise<void> {
    const slice = assertDefined(
      definition.slices.find((candidate) => candidate.key === key),
      `a run has slices of its domain, not ${key}`,
    );
    const pairs = await this.#pairsOf(run, rows, slice);
    const score: Result<SliceScore, ScoringRefusal> = pairs.score(definition, slice);
    const consistency = run.repeats > 1 ? await this.#chunks.consistency(run.id, key) : undefined;
    await this.#unitOfWork.run(async (tx) => {
      await this.#store.saveScore(tx, run.id, key, {
        metric: slice.metric,
        score: score.ok ? score.value : undefined,
        refusal: score.ok ? undefined : score.error.code,
        consistency,
        scoredAt: this.#clock.now(),
      });
      return ok(undefined);
    });
  }

  /** The first answers: what somebody gets who asks once. */
  async #pairsOf({ id }: RunWork, rows: DomainRows, { key }: DomainSlice): Promise<SlicePairs> {
    const pairs = new SlicePairs();
    const chunks = await this.#chunks.firstChunks(id, key);
    for (let from = 0; from < chunks.length;) {
      let to = from;
      let count = 0;
      while (to < chunks.length && (to === from || count < PAGE_ROWS))
        count += chunks[to++]?.sampleCount ?? 0;
      const page = chunks.slice(from, to);
      from = to;
      const answers = new Map(
        (
          await this.#chunks.answersOf(
            id,
            page.map(({ ordinal }) => ordinal),
          )
        ).map((answer) => [answer.sampleId, answer]),
      );
      for (const row of await rows.read(key, page[0]?.firstRow ?? 0, count)) {
        const { label, score } = assertDefined(
          answers.get(row.id),
          'a complete run has an answer to each row',
        );
        pairs.add(row.target, label, score);
      }
    }
    return pairs;
  }
}
