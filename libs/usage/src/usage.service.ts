import { Injectable } from '@nestjs/common';
import { CatalogService } from '#libs/catalog';
import { type Currency, err, type Id, ok, type Result } from '#libs/kernel';
import {
  type Actor,
  Outbox,
  type Problem,
  problemAt,
  SystemClock,
  type Tx,
  UnitOfWork,
  type WriteRequest,
} from '#libs/platform';
import type { z } from 'zod';
import { monthsOnRecord, usageSeries } from './core/index.js';
import { ScreeningStore } from './screening.store.js';
import { type recordUsage, usageSeriesView } from './usage.contract.js';
import { usageRecorded } from './usage.jobs.js';
import { type RecordedMonth, UsageStore } from './usage.store.js';

type UsageSeriesView = z.output<typeof usageSeriesView>;

/** How much a model is used and what it earns, month by month. */
@Injectable()
export class UsageService {
  readonly #store: UsageStore;
  readonly #screenings: ScreeningStore;
  readonly #catalog: CatalogService;
  readonly #unitOfWork: UnitOfWork;
  readonly #outbox: Outbox;
  readonly #clock: SystemClock;

  constructor(
    store: UsageStore,
    screenings: ScreeningStore,
    catalog: CatalogService,
    unitOfWork: UnitOfWork,
    outbox: Outbox,
    clock: SystemClock,
  ) {
    this.#store = store;
    this.#screenings = screenings;
    this.#catalog = catalog;
    this.#unitOfWork = unitOfWork;
    this.#outbox = outbox;
    this.#clock = clock;
  }

  /** Adds months to a series. A month that stands is never overwritten. */
  async record(
    write: WriteRequest,
    modelId: Id<'model'>,
    { currency, source, months }: z.output<typeof recordUsage>,
  ): Promise<Result<UsageSeriesView, Problem>> {
    const series = usageSeries(months);
    if (!series.ok)
      return err(
        problemAt('validation-failed', `/months/${String(series.error.index)}`, series.error.reason),
      );
    return this.#unitOfWork.write(write, usageSeriesView, async (tx) => {
      const model = await this.#catalog.ownedModel(write.actor, modelId, tx);
      if (!model.ok) return model;
      const standing = new Set(
        (await this.#store.months(modelId, currency, tx)).map(({ periodStart }) => periodStart),
      );
      const repeated = months.findIndex(({ periodStart }) => standing.has(periodStart));
      if (repeated >= 0)
        return err(
          problemAt('name-taken', `/months/${String(repeated)}/periodStart`, 'the month is recorded already'),
        );
      await this.#store.insert(
        tx,
        modelId,
        currency,
        series.value.months.map((month) => ({ ...month, source })),
      );
      await this.#outbox.publish(tx, usageRecorded, { modelId, currency });
      return ok(await this.#view(modelId, currency, tx));
    });
  }

  /** The series, for whoever owns the model. */
  async series(
    actor: Actor,
    modelId: Id<'model'>,
    currency: Currency,
  ): Promise<Result<UsageSeriesView, Problem>> {
    const model = await this.#catalog.ownedModel(actor, modelId);
    return model.ok ? ok(await this.#view(modelId, currency)) : model;
  }

  /** What valuations are made of: clean metered months where there are any, and beside them what was recorded. */
  async months(modelId: Id<'model'>, currency: Currency, tx?: Tx): Promise<readonly RecordedMonth[]> {
    const recorded = await this.#store.months(modelId, currency, tx);
    const metered = await this.#screenings.cleanMonths(modelId, currency, tx);
    return monthsOnRecord(recorded, metered, `${this.#clock.now().toISOString().slice(0, 7)}-01`);
  }

  async #view(modelId: Id<'model'>, currency: Currency, tx?: Tx): Promise<UsageSeriesView> {
    return { modelId, currency, months: [...(await this.months(modelId, currency, tx))] };
  }
}
