import { Injectable } from '@nestjs/common';
import { CatalogService } from '#libs/catalog';
import { EvaluationService } from '#libs/evaluation';
import {
  assert,
  assertDefined,
  encodeId,
  err,
  type Id,
  type Json,
  ok,
  parseJson,
  type Result,
} from '#libs/kernel';
import {
  newId,
  notFound,
  Outbox,
  type Problem,
  SystemClock,
  type Tx,
  UnitOfWork,
  type WriteRequest,
} from '#libs/platform';
import { z } from 'zod';
import type { Appraisal } from './core/index.js';
import { requestValuation, type valuationDocuments, valuationView } from './valuation.contract.js';
import { appraiseJob } from './valuation.jobs.js';
import { type ValuationRow, ValuationStore } from './valuation.store.js';

type ValuationView = z.output<typeof valuationView>;

/** A completed valuation as an auction freezes it. */
export type FrozenValuation = {
  readonly id: Id<'valuation'>;
  readonly versionId: Id<'version'>;
  readonly currency: string;
  readonly appraisalDigest: string;
  readonly appraisal: Appraisal;
};

/** What a version is worth: asked for, computed in the queue, frozen. */
@Injectable()
export class ValuationService {
  readonly #store: ValuationStore;
  readonly #catalog: CatalogService;
  readonly #evaluation: EvaluationService;
  readonly #unitOfWork: UnitOfWork;
  readonly #outbox: Outbox;
  readonly #clock: SystemClock;

  constructor(
    store: ValuationStore,
    catalog: CatalogService,
    evaluation: EvaluationService,
    unitOfWork: UnitOfWork,
    outbox: Outbox,
    clock: SystemClock,
  ) {
    this.#store = store;
    this.#catalog = catalog;
    this.#evaluation = evaluation;
    this.#unitOfWork = unitOfWork;
    this.#outbox = outbox;
    this.#clock = clock;
  }

  async request(
    write: WriteRequest,
    input: z.output<typeof requestValuation>,
  ): Promise<Result<ValuationView, Problem>> {
    const evidence = await this.#evaluation.evidence(input.versionId, input.domain);
    return this.#unitOfWork.write(write, valuationView, async (tx) => {
      const version = await this.#catalog.ownedVersion(write.actor, input.versionId, tx);
      if (!version.ok) return version;
      if (!evidence.ok) return evidence;
      const id = newId('valuation');
      const seed = input.seed ?? encodeId('valuation', id);
      await this.#store.insert(tx, {
        id,
        versionId: input.versionId,
        domainId: evidence.value.domainId,
        requestedById: write.actor.partyId,
        currency: input.currency,
        request: z.encode(requestValuation, { ...input, seed }),
        queuedAt: this.#clock.now(),
      });
      await this.#outbox.enqueue(tx, appraiseJob, [{ valuationId: id }]);
      return ok(toView(assertDefined(await this.#store.find(id, tx), 'the valuation was just inserted')));
    });
  }

  async valuation(id: Id<'valuation'>): Promise<Result<ValuationView, Problem>> {
    const row = await this.#store.find(id);
    return row === undefined ? err(notFound('valuation')) : ok(toView(row));
  }

  /** Dossier and appraisal: what somebody else needs to compute the same figures. */
  async documents(id: Id<'valuation'>): Promise<Result<z.output<typeof valuationDocuments>, Problem>> {
    const row = await this.#store.find(id);
    if (row === undefined) return err(notFound('valuation'));
    const { dossier, dossierDigest, appraisal, appraisalDigest } = row;
    return ok({
      dossierDigest,
      dossier: dossier === null ? null : (readJson(dossier) as z.output<ReturnType<typeof z.json>>),
      appraisalDigest,
      appraisal: appraisal === null ? null : (readJson(appraisal) as z.output<ReturnType<typeof z.json>>),
    });
  }

  /** Newest first. */
  async ofVersion(versionId: Id<'version'>): Promise<Result<ValuationView[], Problem>> {
    const version = await this.#catalog.version(versionId);
    return version.ok ? ok((await this.#store.ofVersion(versionId)).map(toView)) : version;
  }

  /** The valuation, if it is complete and can no longer change. */
  async frozen(tx: Tx | undefined, id: Id<'valuation'>): Promise<FrozenValuation | undefined> {
    const row = await this.#store.find(id, tx);
    if (row?.state !== 'completed' || row.appraisal === null || row.appraisalDigest === null)
      return undefined;
    const { versionId, currency, appraisalDigest } = row;
    return { id, versionId, currency, appraisalDigest, appraisal: readAppraisal(row.appraisal) };
  }
}

function toView({
  requestedById: _by,
  request: _request,
  dossier: _dossier,
  appraisal,
  ...row
}: ValuationRow): ValuationView {
  const rights = appraisal === null ? undefined : readAppraisal(appraisal).rights;
  const prices = rights?.map(
    ({ kind, terms, p10Minor, p50Minor, p90Minor, meanMinor, reserveAdviceMinor }) => ({
      kind,
      terms,
      p10Minor,
      p50Minor,
      p90Minor,
      meanMinor,
      reserveAdviceMinor,
    }),
  );
  return { ...row, prices: prices ?? null };
}

const readAppraisal = (text: string): Appraisal => readJson(text) as unknown as Appraisal;

function readJson(text: string): Json {
  const json = parseJson(text);
  assert(json.ok, 'stored documents are JSON');
  return json.value;
}
