import { performance } from 'node:perf_hooks';
import { Injectable } from '@nestjs/common';
import { err, ok, type Result } from '#libs/kernel';
import { type Config, InjectConfig, SystemClock, UnitOfWork } from '#libs/platform';
import {
  type AnswerError,
  callCostCeilingMicroMinor,
  lessonCostCeilingMicroMinor,
} from './adapters/index.js';
import {
  type Amounts,
  type BatchGrant,
  cacheKey,
  cacheScope,
  type DomainRow,
  grantBatch,
  hasEnded,
  isUnlimited,
  isWorthCaching,
  type ModelAnswer,
} from './core/index.js';
import { EvaluationCacheStore } from './evaluation-cache.store.js';
import { type AnswerRow, type ChunkClaim, EvaluationChunkStore } from './evaluation-chunk.store.js';
import { EvaluationStore, type RunWork } from './evaluation.store.js';
import type { ModelLease, PinnedVersion } from './open-models.js';
import { RunLifecycle } from './run-lifecycle.js';

/** A chunk in progress: who holds it, for which run, and who is asked. */
export type ChunkWork = {
  readonly claim: ChunkClaim;
  readonly run: RunWork;
  readonly version: PinnedVersion;
  readonly lease: ModelLease;
  /** Ends what is under way when the run has ended. */
  readonly signal: AbortSignal;
};

/** How a batch left the chunk. */
export type BatchOutcome =
  | { readonly kind: 'answered'; readonly count: number }
  /** Nothing more is to be done: the run has ended, or somebody else has the chunk. */
  | { readonly kind: 'over' }
  | { readonly kind: 'budget-exhausted' }
  /** What others have set aside may be given back. */
  | { readonly kind: 'wait' }
  | { readonly kind: 'failed'; readonly error: AnswerError };

type Granted = Extract<BatchGrant, { kind: 'granted' }>;

/** What a model said to the rows of a batch, as far as it came. */
type Said = {
  readonly answers: ReadonlyMap<number, ModelAnswer>;
  readonly error: AnswerError | undefined;
  readonly timeMs: number;
};

/** Rows of a batch of models that answer at once: what a crash loses there is not worth commits of its own. */
const QUICK_BATCH_ROWS = 100;

/** PostgreSQL's integer; more than half an hour. */
const LATENCY_MICROS_MAX = 2_147_483_647;

/** Asks one batch of a chunk: sets aside what it may use, asks, and saves what came of it, all or nothing. */
@Injectable()
export class AnswerBatch {
  readonly #store: EvaluationStore;
  readonly #chunks: EvaluationChunkStore;
  readonly #cache: EvaluationCacheStore;
  readonly #lifecycle: RunLifecycle;
  readonly #unitOfWork: UnitOfWork;
  readonly #clock: SystemClock;
  readonly #config: Config;

  constructor(
    store: EvaluationStore,
    chunks: EvaluationChunkStore,
    cache: EvaluationCacheStore,
    lifecycle: RunLifecycle,
    unitOfWork: UnitOfWork,
    clock: SystemClock,
    @InjectConfig() config: Config,
  ) {
    this.#store = store;
    this.#chunks = chunks;
    this.#cache = cache;
    this.#lifecycle = lifecycle;
    this.#unitOfWork = unitOfWork;
    this.#clock = clock;
    this.#config = config;
  }

  /** Asks the first of these rows, as many as make a batch and the budget allows. */
  async answer(work: ChunkWork, open: readonly DomainRow[]): Promise<BatchOutcome> {
    const wanted = open.slice(0, this.#batchRows(work));
    const ceilings = ceilingsOf(work, wanted);
    const grant = await this.#reserve(work, wanted.length, ceilings);
    if (grant === undefined) return { kind: 'over' };
    if (grant.kind === 'wait') return grant;
    if (grant.kind === 'exhausted') return { kind: 'budget-exhausted' };
    const batch = wanted.slice(0, grant.calls);
    const said = await ask(work, batch, grant);
    const isLast = batch.length === open.length;
    const goesOn = await this.#save(work, batch, said, ceilings, isLast);
    if (!goesOn || said.error?.code === 'aborted') return { kind: 'over' };
    if (said.error === undefined) return { kind: 'answered', count: batch.length };
    const wasCutShort = grant.timeMs < this.#config.evaluationBatchTimeoutMs;
    return said.error.code === 'timed-out' && wasCutShort
      ? { kind: 'budget-exhausted' }
      : { kind: 'failed', error: said.error };
  }

  /** Takes what the cache has and returns the rows that have to be asked; undefined when the chunk is over. */
  async takeFromCache(
    work: ChunkWork,
    open: readonly DomainRow[],
  ): Promise<readonly DomainRow[] | undefined> {
    const scope = cacheScope(work.version);
    const keyOf = new Map(open.map((row) => [row, cacheKey(scope, row.input)]));
    const notBefore = new Date(this.#clock.nowMs() - this.#config.responseCacheDays * 86_400_000);
    const cached = await this.#cache.find([...keyOf.values()], notBefore);
    const answers: AnswerRow[] = [];
    const rest: DomainRow[] = [];
    for (const [row, key] of keyOf) {
      const answer = cached.get(key);
      if (answer === undefined) rest.push(row);
      else
        answers.push({
          ...answer,
          sampleId: row.id,
          isCorrect: answer.label === row.target,
          latencyMicros: null,
          costMicroMinor: 0n,
        });
    }
    if (answers.length === 0) return rest;
    const goesOn = await this.#record(work, answers, [], NOTHING, rest.length === 0);
    return goesOn ? rest : undefined;
  }

  /** A chunk whose samples all stand, and which nobody has closed. */
  async close(work: ChunkWork): Promise<void> {
    await this.#record(work, [], [], NOTHING, true);
  }

  #batchRows({ version: { adapter } }: ChunkWork): number {
    const { evaluationBatchRows } = this.#config;
    return isWorthCaching(adapter) ? evaluationBatchRows : Math.max(evaluationBatchRows, QUICK_BATCH_ROWS);
  }

  /** Undefined when there is nothing to ask for any more. */
  async #reserve(
    { claim, run }: ChunkWork,
    calls: number,
    ceilingsMicroMinor: readonly bigint[] | undefined,
  ): Promise<BatchGrant | undefined> {
    const wish = { calls, ceilingsMicroMinor, timeMs: this.#config.evaluationBatchTimeoutMs };
    if (isUnlimited(run.budget)) return { kind: 'granted', calls, costMicroMinor: 0n, timeMs: wish.timeMs };
    const reserved = await this.#unitOfWork.run(async (tx): Promise<Result<BatchGrant, 'over'>> => {
      const state = await this.#store.lockRun(tx, claim.runId);
      if (state === undefined || hasEnded(state) || !(await this.#chunks.isHeld(tx, claim)))
        return err('over');
      const grant = grantBatch(run.budget, await this.#chunks.budgetUse(tx, claim), wish);
      if (grant.kind !== 'granted') return ok(grant);
      await this.#chunks.reserve(tx, claim, grant);
      return ok(grant);
    });
    return reserved.ok ? reserved.value : undefined;
  }

  /** What was asked and not answered counts as spent at its ceiling: it may have been billed. */
  async #save(
    work: ChunkWork,
    batch: readonly DomainRow[],
    { answers, timeMs }: Said,
    ceilings: readonly bigint[] | undefined,
    isLast: boolean,
  ): Promise<boolean> {
    const spent = { calls: 0, costMicroMinor: 0n, timeMs: Math.round(timeMs) };
    const rows: AnswerRow[] = [];
    const fresh: { key: string; label: string; score: number | null }[] = [];
    const scope = work.run.usesCache ? cacheScope(work.version) : undefined;
    for (const [index, row] of batch.entries()) {
      const answer = answers.get(index);
      spent.calls += answer?.attempts ?? 1;
      spent.costMicroMinor +=
        answer === undefined ? (ceilings?.[index] ?? 0n) : BigInt(answer.costMicroMinor ?? 0);
      if (answer === undefined) continue;
      const { label, score = null } = answer;
      rows.push(answerRow(row, answer));
      if (scope !== undefined) fresh.push({ key: cacheKey(scope, row.input), label, score });
    }
    return this.#record(work, rows, fresh, spent, isLast);
  }

  /** False when nothing more is to be done for the chunk, or when somebody else has it and nothing was saved. */
  async #record(
    { claim }: ChunkWork,
    answers: readonly AnswerRow[],
    fresh: readonly { readonly key: string; readonly label: string; readonly score: number | null }[],
    spent: Amounts,
    isLast: boolean,
  ): Promise<boolean> {
    const recorded = await this.#unitOfWork.run(async (tx): Promise<Result<boolean, 'taken-over'>> => {
      const now = this.#clock.now();
      // Before the chunk's own lock, as everybody does who takes both.
      if (isLast) await this.#store.lockRun(tx, claim.runId);
      if (answers.length > 0) await this.#chunks.insertAnswers(tx, claim, answers);
      if (fresh.length > 0) await this.#cache.insert(tx, fresh, now);
      const settled = await this.#chunks.settle(tx, claim, spent, now);
      if (settled === undefined) return err('taken-over');
      const goesOn = !hasEnded(settled.state);
      if (settled.isComplete && goesOn) await this.#lifecycle.queueWork(tx, claim.runId);
      return ok(goesOn);
    });
    return recorded.ok && recorded.value;
  }
}

const NOTHING: Amounts = { calls: 0, costMicroMinor: 0n, timeMs: 0 };

/**
 * The most that each row can cost; undefined for a program that says afterwards what it has cost. A model that was
 * just opened adds to its first answer what it learned first.
 */
function ceilingsOf(
  { version: { adapter }, lease }: ChunkWork,
  rows: readonly DomainRow[],
): readonly bigint[] | undefined {
  if (adapter.kind === 'local-process') return undefined;
  const lesson = lease.isFresh ? BigInt(lessonCostCeilingMicroMinor(adapter)) : 0n;
  return rows.map(
    ({ input }, index) => BigInt(callCostCeilingMicroMinor(adapter, input)) + (index === 0 ? lesson : 0n),
  );
}

async function ask(
  { claim, lease, signal }: ChunkWork,
  batch: readonly DomainRow[],
  { timeMs }: Granted,
): Promise<Said> {
  const answers = new Map<number, ModelAnswer>();
  const startedAtMs = performance.now();
  const result = await lease.model.answer(
    batch.map(({ input }) => input),
    {
      timeoutMs: timeMs,
      signal,
      sampleIds: batch.map(({ id }) => id),
      callScope: `${claim.runId} ${String(claim.repeat)}`,
      onAnswer: (index, answer) => answers.set(index, answer),
    },
  );
  const elapsedMs = performance.now() - startedAtMs;
  if (!result.ok) return { answers, error: result.error, timeMs: elapsedMs };
  return { answers: new Map(result.value.entries()), error: undefined, timeMs: elapsedMs };
}

const answerRow = (row: DomainRow, answer: ModelAnswer): AnswerRow => ({
  sampleId: row.id,
  label: answer.label,
  score: answer.score ?? null,
  isCorrect: answer.label === row.target,
  latencyMicros: Math.min(answer.latencyMicros, LATENCY_MICROS_MAX),
  costMicroMinor: BigInt(answer.costMicroMinor ?? 0),
});
