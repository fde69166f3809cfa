import { Injectable } from '@nestjs/common';
import { AccessService } from '#libs/access';
import { type BoundedWeights, WeightBounds } from '#libs/attribution';
import { CatalogService } from '#libs/catalog';
import { decodeId, encodeId, err, type Id, ok, type Result } from '#libs/kernel';
import {
  type Actor,
  maySee,
  newId,
  notFound,
  type Problem,
  problemAt,
  SystemClock,
  type Tx,
  UnitOfWork,
  type WriteRequest,
} from '#libs/platform';
import { MeterService } from '#libs/usage';
import { z } from 'zod';
import {
  type AgreedStep,
  agreedStepSchema,
  CONTRIBUTORS,
  payoutTerms,
  PLATFORM,
  REVENUE_SHARES,
  waterfallFault,
} from './core/index.js';
import { type agreePayouts, agreementView } from './payout-agreement.contract.js';
import { type AgreementRow, PayoutAgreementStore } from './payout-agreement.store.js';

type AgreementView = z.output<typeof agreementView>;
type AgreePayouts = z.output<typeof agreePayouts>;

/** The first agreement of a meter counts all that the meter ever counted. */
const FROM_THE_BEGINNING = new Date(0);

/** On what terms metered revenue is paid out. */
@Injectable()
export class PayoutAgreementService {
  readonly #store: PayoutAgreementStore;
  readonly #catalog: CatalogService;
  readonly #access: AccessService;
  readonly #weights: WeightBounds;
  readonly #meters: MeterService;
  readonly #unitOfWork: UnitOfWork;
  readonly #clock: SystemClock;

  constructor(
    store: PayoutAgreementStore,
    catalog: CatalogService,
    access: AccessService,
    weights: WeightBounds,
    meters: MeterService,
    unitOfWork: UnitOfWork,
    clock: SystemClock,
  ) {
    this.#store = store;
    this.#catalog = catalog;
    this.#access = access;
    this.#weights = weights;
    this.#meters = meters;
    this.#unitOfWork = unitOfWork;
    this.#clock = clock;
  }

  /** Fixes the terms of a meter of a model that the actor sells: the next version, which counts charges from now on. */
  async agree(
    write: WriteRequest,
    modelId: Id<'model'>,
    terms: AgreePayouts,
  ): Promise<Result<AgreementView, Problem>> {
    const meter = await this.#meters.view(terms.meterId);
    return this.#unitOfWork.write(write, agreementView, async (tx) => {
      const model = await this.#catalog.ownedModel(write.actor, modelId, tx);
      if (!model.ok) return model;
      if (!meter.ok || meter.value.modelId !== modelId)
        return err(problemAt('validation-failed', '/meterId', 'the model has no such meter'));
      const { versionId, currency } = meter.value;
      if (currency !== terms.currency)
        return err(problemAt('validation-failed', '/currency', `the meter counts in ${currency}`));
      const weights = await this.#weights.ofSet(tx, terms.split.weightSetId);
      if (weights?.modelId !== modelId)
        return err(problemAt('validation-failed', '/split/weightSetId', 'the model has no such weight set'));
      const fault = stepsFault(terms) ?? (await this.#payeeFault(tx, terms.steps));
      if (fault !== undefined) return err(fault);
      const version = await this.#store.nextVersion(tx, terms.meterId);
      const row = await this.#insert(
        tx,
        { modelId, versionId, sellerId: model.value.sellerId },
        weights,
        version,
        terms,
      );
      return ok(toView(row));
    });
  }

  /** An agreement, for its seller and for operators. */
  async agreement(actor: Actor, id: Id<'agreement'>): Promise<Result<AgreementView, Problem>> {
    const row = await this.ownAgreement(actor, id);
    return row.ok ? ok(toView(row.value)) : row;
  }

  async ownAgreement(actor: Actor, id: Id<'agreement'>, tx?: Tx): Promise<Result<AgreementRow, Problem>> {
    const row = await this.#store.find(id, tx);
    return row !== undefined && maySee(actor, row.sellerId) ? ok(row) : err(notFound('agreement'));
  }

  async #insert(
    tx: Tx,
    meter: Pick<AgreementRow, 'modelId' | 'versionId' | 'sellerId'>,
    weights: BoundedWeights,
    version: number,
    terms: AgreePayouts,
  ): Promise<AgreementRow> {
    const id = newId('agreement');
    const agreedAt = this.#clock.now();
    const effectiveFrom = version === 1 ? FROM_THE_BEGINNING : agreedAt;
    return this.#store.insert(tx, {
      id,
      meterId: terms.meterId,
      modelId: meter.modelId,
      versionId: meter.versionId,
      sellerId: meter.sellerId,
      weightSetId: weights.id,
      currency: terms.currency,
      version,
      effectiveFrom,
      agreedAt,
      document: {
        document: 'payout-agreement',
        agreementId: encodeId('agreement', id),
        meterId: encodeId('meter', terms.meterId),
        modelId: encodeId('model', meter.modelId),
        versionId: encodeId('version', meter.versionId),
        version,
        currency: terms.currency,
        effectiveFrom: effectiveFrom.toISOString(),
        agreedAt: agreedAt.toISOString(),
        steps: z.encode(z.array(agreedStepSchema), terms.steps.map(heldFirst)),
        split: {
          rule: 'attribution-weights',
          weightSetId: encodeId('weightSet', weights.id),
          weightsDigest: weights.digest,
        },
        minimumMinor: terms.minimumMinor.toString(),
        receivableLimitMinor: terms.receivableLimitMinor?.toString() ?? null,
        disputeWindowMs: terms.disputeWindowMs,
      },
    });
  }

  /** Every payee is the platform or a party that is known. */
  async #payeeFault(tx: Tx, steps: readonly AgreedStep[]): Promise<Problem | undefined> {
    const ids = steps.map((step) =>
      step.kind === 'holdback' || step.payee === PLATFORM ? null : decodeId('party', step.payee),
    );
    const names = await this.#access.partyNames(
      ids.flatMap((id) => id ?? []),
      tx,
    );
    const unknown = ids.findIndex((id) => id === undefined || (id !== null && !names.has(id)));
    return unknown < 0
      ? undefined
      : problemAt('validation-failed', `/steps/${String(unknown)}/payee`, 'there is no such party');
  }
}

/** What is held back is what refunds are recovered from first. */
const heldFirst = (step: AgreedStep): AgreedStep =>
  step.kind === 'holdback' ? { ...step, refunds: 'held-first' } : step;

const toView = ({ id, modelId, meterId, currency, version, document, digest, agreedAt }: AgreementRow) => ({
  id,
  modelId,
  meterId,
  currency,
  version,
  document,
  digest,
  agreedAt,
});

/** What a schema cannot say about steps. The place is named by the step's position. */
function stepsFault({ steps, disputeWindowMs }: AgreePayouts): Problem | undefined {
  const reserved = steps.findIndex(({ id }) => id === REVENUE_SHARES || id === CONTRIBUTORS);
  if (reserved >= 0) return problemAt('validation-failed', `/steps/${String(reserved)}/id`, 'is reserved');
  const anybody = [{ payee: 'anybody', weightPpb: 1, lowerPpb: 0 }];
  const terms = payoutTerms(
    { steps: [...steps], agreedAt: FROM_THE_BEGINNING.toISOString(), disputeWindowMs },
    anybody,
    [],
  );
  const fault = waterfallFault(terms);
  if (fault === undefined) return undefined;
  const at = steps.findIndex(({ id }) => fault.path === `/${id}`);
  return problemAt('validation-failed', at < 0 ? '/steps' : `/steps/${String(at)}`, fault.code);
}
