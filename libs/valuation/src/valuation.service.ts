import { Injectable } from '@nestjs/common';
import type { LotTerms } from '#core/rights';
import { CatalogService } from '#libs/catalog';
import { EvaluationService } from '#libs/evaluation';
import { assertDefined, encodeId, err, type Id, ok, type Result } from '#libs/kernel';
import {
  newId,
  notFound,
  Outbox,
  type Problem,
  problem,
  SystemClock,
  type Tx,
  UnitOfWork,
  type WriteRequest,
} from '#libs/platform';
import { RightsService } from '#libs/rights';
import { z } from 'zod';
import { priceOfTerms, type PriceOfTerms } from './core/index.js';
import { documentOf, readJson, toPricedRight, toView, type ValuationView } from './valuation-view.js';
import { type lotPrice, requestValuation, valuationDocuments, valuationView } from './valuation.contract.js';
import { valueJob } from './valuation.jobs.js';
import { ValuationStore } from './valuation.store.js';

type Documents = z.output<typeof valuationDocuments>;

/** A completed valuation as an auction freezes it. */
export type FrozenValuation = {
  readonly id: Id<'valuation'>;
  readonly versionId: Id<'version'>;
  readonly currency: string;
  readonly documentDigest: string;
};

/** What a version is worth: asked for, computed in the queue, frozen. */
@Injectable()
export class ValuationService {
  readonly #store: ValuationStore;
  readonly #catalog: CatalogService;
  readonly #evaluation: EvaluationService;
  readonly #rights: RightsService;
  readonly #unitOfWork: UnitOfWork;
  readonly #outbox: Outbox;
  readonly #clock: SystemClock;

  constructor(
    store: ValuationStore,
    catalog: CatalogService,
    evaluation: EvaluationService,
    rights: RightsService,
    unitOfWork: UnitOfWork,
    outbox: Outbox,
    clock: SystemClock,
  ) {
    this.#store = store;
    this.#catalog = catalog;
    this.#evaluation = evaluation;
    this.#rights = rights;
    this.#unitOfWork = unitOfWork;
    this.#outbox = outbox;
    this.#clock = clock;
  }

  async request(
    write: WriteRequest,
    input: z.output<typeof requestValuation>,
  ): Promise<Result<ValuationView, Problem>> {
    const fault = await this.#missingEvidence(input);
    return this.#unitOfWork.write(write, valuationView, async (tx) => {
      const version = await this.#catalog.ownedVersion(write.actor, input.versionId, tx);
      if (!version.ok) return version;
      if (fault !== undefined) return err(fault);
      const id = newId('valuation');
      const request = z.encode(requestValuation, { ...input, seed: input.seed ?? encodeId('valuation', id) });
      await this.#store.insert(tx, {
        id,
        versionId: input.versionId,
        requestedById: write.actor.partyId,
        currency: input.currency,
        domains: input.domains.map(({ name }) => name),
        valuationDate: input.valuationDate,
        request,
        queuedAt: this.#clock.now(),
      });
      await this.#outbox.enqueue(tx, valueJob, [{ valuationId: id }]);
      return ok(toView(assertDefined(await this.#store.find(id, tx), 'the valuation was just inserted')));
    });
  }

  /** The first domain of which nothing is known. */
  async #missingEvidence({
    versionId,
    domains,
  }: z.output<typeof requestValuation>): Promise<Problem | undefined> {
    for (const [index, { name }] of domains.entries()) {
      const evidence = await this.#evaluation.evidence(versionId, name);
      if (!evidence.ok)
        return {
          ...evidence.error,
          errors: [{ path: `/domains/${String(index)}/name`, message: evidence.error.detail }],
        };
    }
    return undefined;
  }

  async valuation(id: Id<'valuation'>): Promise<Result<ValuationView, Problem>> {
    const row = await this.#store.find(id);
    return row === undefined ? err(notFound('valuation')) : ok(toView(row));
  }

  /** Dossier and document: what somebody else needs to compute the same figures, and the figures. */
  async documents(id: Id<'valuation'>): Promise<Result<Documents, Problem>> {
    const row = await this.#store.find(id);
    if (row === undefined) return err(notFound('valuation'));
    const { dossier, dossierDigest, document, documentDigest } = row;
    return ok({
      dossierDigest,
      dossier: dossier === null ? null : (readJson(dossier) as Documents['dossier']),
      documentDigest,
      document: document === null ? null : (readJson(document) as Documents['document']),
    });
  }

  /** Newest first. With a time, what had ended by then. */
  async ofVersion(versionId: Id<'version'>, asOf?: Date): Promise<Result<ValuationView[], Problem>> {
    const version = await this.#catalog.version(versionId);
    return version.ok ? ok((await this.#store.list({ versionId }, asOf)).map(toView)) : version;
  }

  /** Of all versions of a model, newest first. With a time, what had ended by then. */
  async ofModel(modelId: Id<'model'>, asOf?: Date): Promise<Result<ValuationView[], Problem>> {
    const model = await this.#catalog.model(modelId);
    return model.ok ? ok((await this.#store.list({ modelId }, asOf)).map(toView)) : model;
  }

  /** The price of a lot's very terms in the newest valuation of its version that has one. */
  async ofLot(lotId: Id<'lot'>, asOf?: Date): Promise<Result<z.output<typeof lotPrice>, Problem>> {
    const lot = await this.#rights.lot(lotId);
    if (!lot.ok) return lot;
    for (const row of await this.#store.list({ versionId: lot.value.versionId }, asOf)) {
      const document = documentOf(row);
      const price = document === undefined ? undefined : priceOfTerms(document, lot.value.terms);
      if (price !== undefined) return ok({ valuation: toView(row), right: toPricedRight(price.right) });
    }
    return err(problem('not-found', 'No completed valuation prices a right with the terms of this lot.'));
  }

  /** The valuation, if it is complete and can no longer change. */
  async frozen(tx: Tx, id: Id<'valuation'>): Promise<FrozenValuation | undefined> {
    const row = await this.#store.find(id, tx);
    if (row?.state !== 'completed' || row.documentDigest === null) return undefined;
    const { versionId, currency, documentDigest } = row;
    return { id, versionId, currency, documentDigest };
  }

  /** What a completed valuation says of a lot with these terms; undefined where it prices no such right. */
  async priceOf(id: Id<'valuation'>, terms: LotTerms): Promise<PriceOfTerms | undefined> {
    const row = await this.#store.find(id);
    const document = row === undefined ? undefined : documentOf(row);
    return document === undefined ? undefined : priceOfTerms(document, terms);
  }
}
