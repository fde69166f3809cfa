import { Injectable } from '@nestjs/common';
import { CatalogService } from '#libs/catalog';
import { assertDefined, type Currency, err, type Id, ok, type Result } from '#libs/kernel';
import {
  type Config,
  InjectConfig,
  newId,
  type Problem,
  problem,
  problemAt,
  SystemClock,
  type Tx,
  UnitOfWork,
  type WriteRequest,
} from '#libs/platform';
import type { z } from 'zod';
import { isWorthCaching, planChunks, type PlannedChunk, type RunBudget } from './core/index.js';
import { DomainLibrary, type LibraryDomain } from './domain-library.js';
import { EvaluationChunkStore } from './evaluation-chunk.store.js';
import type { ScheduleRow } from './evaluation-schedule.store.js';
import { type queueRun, type runBudget, runView } from './evaluation.contract.js';
import { EvaluationStore, type RunOrder } from './evaluation.store.js';
import { RunLifecycle } from './run-lifecycle.js';
import { type RunView, RunViews } from './run-views.js';

/** Chunks of one run. More would be a domain that should be sampled, or chunks that are too small. */
const CHUNKS_MAX = 200_000;

type SliceSize = { readonly slice: string; readonly sampleCount: number };
type VersionRow = Extract<Awaited<ReturnType<CatalogService['version']>>, { ok: true }>['value'];

const UNLIMITED: RunBudget = { calls: undefined, costMicroMinor: undefined, timeMs: undefined };

/** Records runs before anything is computed, cuts them into chunks and queues these. */
@Injectable()
export class QueueRun {
  readonly #store: EvaluationStore;
  readonly #chunks: EvaluationChunkStore;
  readonly #library: DomainLibrary;
  readonly #catalog: CatalogService;
  readonly #lifecycle: RunLifecycle;
  readonly #views: RunViews;
  readonly #unitOfWork: UnitOfWork;
  readonly #clock: SystemClock;
  readonly #config: Config;

  constructor(
    store: EvaluationStore,
    chunks: EvaluationChunkStore,
    library: DomainLibrary,
    catalog: CatalogService,
    lifecycle: RunLifecycle,
    views: RunViews,
    unitOfWork: UnitOfWork,
    clock: SystemClock,
    @InjectConfig() config: Config,
  ) {
    this.#store = store;
    this.#chunks = chunks;
    this.#library = library;
    this.#catalog = catalog;
    this.#lifecycle = lifecycle;
    this.#views = views;
    this.#unitOfWork = unitOfWork;
    this.#clock = clock;
    this.#config = config;
  }

  /** By a party that asks for it. */
  async queue(write: WriteRequest, input: z.output<typeof queueRun>): Promise<Result<RunView, Problem>> {
    const domain = await this.#library.find(input.domain);
    if (domain === undefined) return err(problemAt('domain-unknown', '/domain', 'no domain has this name'));
    const sizes = await this.#sizesOf(domain, input.split ?? 'public');
    if (!sizes.ok) return sizes;
    const repeats = input.repeats ?? domain.definition.repeats;
    const chunks = planChunks(sizes.value, repeats, this.#config.evaluationChunkRows);
    if (chunks.length > CHUNKS_MAX)
      return err(problemAt('validation-failed', '/repeats', 'makes more samples than a run may have'));
    return this.#unitOfWork.write(write, runView, async (tx) => {
      const version = await this.#versionFor(write, input.versionId, tx);
      if (!version.ok) return version;
      const budget = budgetFor(input.budget, version.value);
      if (!budget.ok) return budget;
      const order: RunOrder = {
        ...(await this.#newOrder(tx, domain, version.value, write.actor.partyId)),
        ...budget.value,
        split: input.split ?? 'public',
        repeats,
        usesCache: repeats === 1 && (input.cache ?? true) && this.#mayCache(version.value),
      };
      const refusal = await this.#refuseHidden(tx, order);
      if (refusal !== undefined) return err(refusal);
      await this.#insert(tx, order, sizes.value, chunks);
      return ok(await this.#views.view(order.id, tx));
    });
  }

  /** By schedule: asked anew, whatever earlier runs were answered. False when the domain is not there any more. */
  async queueDue(
    tx: Tx,
    { id, versionId, domain: name, requestedById, nextDueAt }: ScheduleRow,
  ): Promise<boolean> {
    const domain = await this.#library.find(name);
    if (domain === undefined) return false;
    const version = await this.#catalog.version(versionId, tx);
    if (!version.ok) throw new Error(version.error.detail);
    const { slices, repeats } = domain.definition;
    const sizes = slices.map(({ key, rows }) => ({ slice: key, sampleCount: rows }));
    const order: RunOrder = {
      ...(await this.#newOrder(tx, domain, version.value, requestedById)),
      currency: currencyOf(version.value) ?? null,
      budget: UNLIMITED,
      split: 'public',
      repeats,
      usesCache: false,
      due: { scheduleId: id, dueAt: nextDueAt },
    };
    await this.#insert(tx, order, sizes, planChunks(sizes, repeats, this.#config.evaluationChunkRows));
    return true;
  }

  async #insert(
    tx: Tx,
    order: RunOrder,
    sizes: readonly SliceSize[],
    chunks: readonly PlannedChunk[],
  ): Promise<void> {
    await this.#store.insertRun(tx, order, sizes);
    await this.#chunks.insertChunks(tx, order.id, chunks);
    await this.#lifecycle.queueWork(tx, order.id);
  }

  async #newOrder(
    tx: Tx,
    { definition: { task, version: number } }: LibraryDomain,
    version: VersionRow,
    requestedById: Id<'party'>,
  ): Promise<Pick<RunOrder, 'id' | 'versionId' | 'domainId' | 'requestedById' | 'queuedAt' | 'due'>> {
    const record = assertDefined(
      await this.#store.findDomain(task, number, tx),
      'domains of the library are on record',
    );
    return {
      id: newId('run'),
      versionId: version.id,
      domainId: record.id,
      requestedById,
      queuedAt: this.#clock.now(),
      due: null,
    };
  }

  async #versionFor(
    { actor }: WriteRequest,
    id: Id<'version'>,
    tx: Tx,
  ): Promise<Result<VersionRow, Problem>> {
    return actor.scopes.has('operator')
      ? this.#catalog.version(id, tx)
      : this.#catalog.ownedVersion(actor, id, tx);
  }

  #mayCache({ adapter }: VersionRow): boolean {
    return this.#config.responseCacheDays > 0 && isWorthCaching(adapter);
  }

  async #sizesOf(
    domain: LibraryDomain,
    split: 'public' | 'hidden',
  ): Promise<Result<readonly SliceSize[], Problem>> {
    const { task, slices } = domain.definition;
    if (split === 'public') return ok(slices.map(({ key, rows }) => ({ slice: key, sampleCount: rows })));
    const missing = problem('hidden-split-missing', `No hidden rows of ${task} are kept here.`);
    if (!domain.splits.has('hidden')) return err(missing);
    const rows = await this.#library.rows(domain, 'hidden');
    // Told the same: what is wrong with them is for the operator, who finds it in the log of the start.
    if (!rows.ok) return err(missing);
    return ok(
      slices.flatMap(({ key }) => {
        const sampleCount = rows.value.counts.get(key) ?? 0;
        return sampleCount === 0 ? [] : [{ slice: key, sampleCount }];
      }),
    );
  }

  /** Every answer about hidden rows tells a little of them, so that only so many are given. */
  async #refuseHidden(tx: Tx, order: RunOrder): Promise<Problem | undefined> {
    if (order.split === 'public') return undefined;
    const { requestedById, versionId, domainId } = order;
    await this.#store.lockHiddenRuns(tx, versionId);
    const asked = await this.#store.hiddenRunCount(tx, { requestedById, versionId, domainId });
    const { hiddenRunsMax } = this.#config;
    return asked < hiddenRunsMax
      ? undefined
      : problem(
          'hidden-split-exhausted',
          `A party may ask for ${String(hiddenRunsMax)} such runs of a version.`,
        );
  }
}

const currencyOf = ({ adapter }: VersionRow): Currency | undefined =>
  'prices' in adapter ? adapter.prices?.currency : undefined;

/** What may be used up, in the currency of the version's prices. */
export function budgetFor(
  asked: z.output<typeof runBudget> | undefined,
  version: VersionRow,
): Result<{ readonly currency: Currency | null; readonly budget: RunBudget }, Problem> {
  const priced = currencyOf(version);
  const { calls, timeMs, cost } = asked ?? {};
  if (cost !== undefined && priced !== undefined && cost.currency !== priced)
    return err(problemAt('validation-failed', '/budget/cost/currency', `the prices are in ${priced}`));
  return ok({
    currency: priced ?? cost?.currency ?? null,
    budget: { calls, timeMs, costMicroMinor: cost?.microMinor },
  });
}
