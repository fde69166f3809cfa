import { Injectable } from '@nestjs/common';
import { AccessService } from '#libs/access';
import { CatalogService } from '#libs/catalog';
import { err, type Id, ok, type Result } from '#libs/kernel';
import {
  type Actor,
  maySee,
  newId,
  notFound,
  type Problem,
  problem,
  problemAt,
  SystemClock,
  UnitOfWork,
  type WriteRequest,
} from '#libs/platform';
import type { z } from 'zod';
import { type meterList, meterView, type openMeter } from './meter.contract.js';
import { type MeterRow, MeterStore } from './meter.store.js';
import { ScreeningStore } from './screening.store.js';

const METERS_PER_MODEL_MAX = 100;

type MeterView = z.output<typeof meterView>;

/** What the use of models is counted with. */
@Injectable()
export class MeterService {
  readonly #store: MeterStore;
  readonly #screenings: ScreeningStore;
  readonly #catalog: CatalogService;
  readonly #access: AccessService;
  readonly #unitOfWork: UnitOfWork;
  readonly #clock: SystemClock;

  constructor(
    store: MeterStore,
    screenings: ScreeningStore,
    catalog: CatalogService,
    access: AccessService,
    unitOfWork: UnitOfWork,
    clock: SystemClock,
  ) {
    this.#store = store;
    this.#screenings = screenings;
    this.#catalog = catalog;
    this.#access = access;
    this.#unitOfWork = unitOfWork;
    this.#clock = clock;
  }

  /** Opens a meter on a version that the actor sells. Its terms do not change afterwards. */
  async open(
    write: WriteRequest,
    modelId: Id<'model'>,
    { payeeId = write.actor.partyId, tariff, ...terms }: z.output<typeof openMeter>,
  ): Promise<Result<MeterView, Problem>> {
    return this.#unitOfWork.write(write, meterView, async (tx) => {
      const version = await this.#catalog.ownedVersion(write.actor, terms.versionId, tx);
      if (!version.ok) return version;
      if (version.value.modelId !== modelId)
        return err(problemAt('validation-failed', '/versionId', 'is a version of another model'));
      if (!(await this.#access.partyNames([payeeId], tx)).has(payeeId))
        return err(problemAt('validation-failed', '/payeeId', 'there is no such party'));
      if ((await this.#store.ofModel(modelId, tx)).length >= METERS_PER_MODEL_MAX)
        return err(problem('name-taken', `A model has ${String(METERS_PER_MODEL_MAX)} meters at most.`));
      const meter: MeterRow = {
        id: newId('meter'),
        modelId,
        sellerId: write.actor.partyId,
        payeeId,
        ...terms,
        tariff: tariff ?? null,
        createdAt: this.#clock.now(),
        nextSequence: 0,
        lastDigest: null,
        lastAt: null,
      };
      if (!(await this.#store.insert(tx, meter)))
        return err(problemAt('name-taken', '/name', 'the model has a meter of this name'));
      await this.#screenings.open(tx, meter.id, meter.createdAt);
      return ok(toView(meter));
    });
  }

  async view(id: Id<'meter'>): Promise<Result<MeterView, Problem>> {
    const meter = await this.#store.find(id);
    return meter === undefined ? err(notFound('meter')) : ok(toView(meter));
  }

  async ofModel(modelId: Id<'model'>): Promise<Result<z.output<typeof meterList>, Problem>> {
    const model = await this.#catalog.model(modelId);
    return model.ok ? ok({ meters: (await this.#store.ofModel(modelId)).map(toView) }) : model;
  }

  /** The meter, for those whose revenue it counts. */
  async owned(actor: Actor, id: Id<'meter'>): Promise<Result<MeterRow, Problem>> {
    const meter = await this.#store.find(id);
    return meter !== undefined && mayManage(actor, meter) ? ok(meter) : err(notFound('meter'));
  }
}

/** Seller and payee see everything of a meter, and so do operators. */
export const mayManage = (actor: Actor, { sellerId, payeeId }: MeterRow): boolean =>
  maySee(actor, sellerId) || maySee(actor, payeeId);

const toView = ({ sellerId: _, ...meter }: MeterRow): MeterView => meter;
