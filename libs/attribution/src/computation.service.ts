import { Injectable } from '@nestjs/common';
import { AccessService } from '#libs/access';
import { CatalogService } from '#libs/catalog';
import { assertDefined, err, type Id, ok, type Result, sha256Hex } from '#libs/kernel';
import {
  newId,
  notFound,
  Outbox,
  type Problem,
  problemAt,
  SystemClock,
  UnitOfWork,
  type WriteRequest,
} from '#libs/platform';
import { type AttributionView, documentsText, partiesOf, toAttributionView } from './attribution-view.js';
import { attributeJob } from './attribution.jobs.js';
import { attributionView } from './computation.contract.js';
import { type AttributionRow, ComputationStore } from './computation.store.js';
import { RequestPreparation } from './request-preparation.js';

/** Who earned what part of a model, by a published method: asked for, computed in the queue, frozen. */
@Injectable()
export class ComputationService {
  readonly #store: ComputationStore;
  readonly #catalog: CatalogService;
  readonly #access: AccessService;
  readonly #unitOfWork: UnitOfWork;
  readonly #outbox: Outbox;
  readonly #clock: SystemClock;
  readonly #preparation: RequestPreparation;

  constructor(
    store: ComputationStore,
    catalog: CatalogService,
    access: AccessService,
    unitOfWork: UnitOfWork,
    outbox: Outbox,
    clock: SystemClock,
    preparation: RequestPreparation,
  ) {
    this.#store = store;
    this.#catalog = catalog;
    this.#access = access;
    this.#unitOfWork = unitOfWork;
    this.#outbox = outbox;
    this.#clock = clock;
    this.#preparation = preparation;
  }

  /**
   * Queues a computation for a model that the actor sells. Its seed hangs on the request and on an id that the
   * service draws: nobody can try seeds until one favours somebody. What is to be trained is fixed, and can be read
   * by everybody, before anything is.
   *
   * @param text JSON of the request
   */
  async request(
    write: WriteRequest,
    modelId: Id<'model'>,
    text: string,
  ): Promise<Result<AttributionView, Problem>> {
    const id = newId('attribution');
    // Before anything is computed for somebody who may not ask.
    const owned = await this.#catalog.ownedModel(write.actor, modelId);
    if (!owned.ok) return owned;
    const prepared = await this.#preparation.prepare(id, text);
    if (!prepared.ok) return prepared;
    const { kind: _kind, partyIds, ...documents } = prepared.value;
    const asked = { ...write, requestHash: sha256Hex(`${write.route}\n${documents.requestDigest}`) };
    return this.#unitOfWork.write(asked, attributionView, async (tx) => {
      const model = await this.#catalog.ownedModel(write.actor, modelId, tx);
      if (!model.ok) return model;
      const names = await this.#access.partyNames([...new Set(partyIds)], tx);
      const unknown = partyIds.findIndex((partyId) => !names.has(partyId));
      if (unknown >= 0)
        return err(
          problemAt('validation-failed', `/players/${String(unknown)}/partyId`, 'there is no such party'),
        );
      await this.#store.insert(tx, {
        id,
        modelId,
        requestedById: write.actor.partyId,
        ...documents,
        queuedAt: this.#clock.now(),
      });
      await this.#outbox.enqueue(tx, attributeJob, [{ attributionId: id }]);
      const row = assertDefined(await this.#store.find(id, tx), 'the attribution was just inserted');
      return ok(toAttributionView(row, names));
    });
  }

  async attribution(id: Id<'attribution'>): Promise<Result<AttributionView, Problem>> {
    const row = await this.#store.find(id);
    if (row === undefined) return err(notFound('attribution'));
    return ok(toAttributionView(row, await this.#namesIn([row])));
  }

  /** JSON text of request, input and result: what somebody else needs to compute the same weights, and the weights. */
  async documents(id: Id<'attribution'>): Promise<Result<string, Problem>> {
    const row = await this.#store.find(id);
    if (row === undefined) return err(notFound('attribution'));
    return ok(documentsText(row, await this.#store.texts(id)));
  }

  /** Newest first. */
  async ofModel(modelId: Id<'model'>): Promise<Result<AttributionView[], Problem>> {
    const model = await this.#catalog.model(modelId);
    if (!model.ok) return model;
    const rows = await this.#store.list(modelId);
    const names = await this.#namesIn(rows);
    return ok(rows.map((row) => toAttributionView(row, names)));
  }

  #namesIn(rows: readonly AttributionRow[]): Promise<ReadonlyMap<Id<'party'>, string>> {
    return this.#access.partyNames([...new Set(rows.flatMap(partiesOf))]);
  }
}
