import { Injectable } from '@nestjs/common';
import { AccessService } from '#libs/access';
import { CatalogService } from '#libs/catalog';
import {
  assertDefined,
  canonicalJson,
  encodeId,
  err,
  type Id,
  type Json,
  ok,
  type Result,
  sha256Hex,
} from '#libs/kernel';
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
import { z } from 'zod';
import {
  type AttributionDocuments,
  type AttributionView,
  partiesOf,
  toAttributionView,
  toDocuments,
} from './attribution-view.js';
import { attributeJob } from './attribution.jobs.js';
import { attributionView, requestAttribution } from './computation.contract.js';
import { type AttributionRow, ComputationStore } from './computation.store.js';
import { type AttributionRequest, prepareAttribution, samplingSeed } from './core/index.js';

/** Who earned what part of a model, by a published method: asked for, computed in the queue, frozen. */
@Injectable()
export class ComputationService {
  readonly #store: ComputationStore;
  readonly #catalog: CatalogService;
  readonly #access: AccessService;
  readonly #unitOfWork: UnitOfWork;
  readonly #outbox: Outbox;
  readonly #clock: SystemClock;

  constructor(
    store: ComputationStore,
    catalog: CatalogService,
    access: AccessService,
    unitOfWork: UnitOfWork,
    outbox: Outbox,
    clock: SystemClock,
  ) {
    this.#store = store;
    this.#catalog = catalog;
    this.#access = access;
    this.#unitOfWork = unitOfWork;
    this.#outbox = outbox;
    this.#clock = clock;
  }

  /**
   * Queues a computation for a model that the actor sells. Its seed hangs on the request and on an id that the
   * service draws: nobody can try seeds until one favours somebody.
   */
  async request(
    write: WriteRequest,
    modelId: Id<'model'>,
    asked: z.output<typeof requestAttribution>,
  ): Promise<Result<AttributionView, Problem>> {
    const id = newId('attribution');
    const request = z.encode(requestAttribution, asked) as Json & AttributionRequest;
    const requestText = canonicalJson(request);
    const requestDigest = sha256Hex(requestText);
    const seed = samplingSeed(requestDigest, encodeId('attribution', id));
    const prepared = prepareAttribution(request, seed);
    return this.#unitOfWork.write(write, attributionView, async (tx) => {
      const model = await this.#catalog.ownedModel(write.actor, modelId, tx);
      if (!model.ok) return model;
      if (!prepared.ok)
        return err(problemAt('validation-failed', prepared.error.path, prepared.error.reason));
      const parties = asked.players.map(({ partyId }) => partyId);
      const names = await this.#access.partyNames([...new Set(parties)], tx);
      const unknown = parties.findIndex((partyId) => !names.has(partyId));
      if (unknown >= 0)
        return err(
          problemAt('validation-failed', `/players/${String(unknown)}/partyId`, 'there is no such party'),
        );
      const input = canonicalJson(prepared.value.input);
      await this.#store.insert(tx, {
        id,
        modelId,
        requestedById: write.actor.partyId,
        method: asked.method,
        seed,
        request: requestText,
        requestDigest,
        input,
        inputDigest: sha256Hex(input),
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

  /** Request, input and result: what somebody else needs to compute the same weights, and the weights. */
  async documents(id: Id<'attribution'>): Promise<Result<AttributionDocuments, Problem>> {
    const row = await this.#store.find(id);
    return row === undefined ? err(notFound('attribution')) : ok(toDocuments(row));
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
