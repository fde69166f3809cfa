import { Injectable } from '@nestjs/common';
import { AccessService } from '#libs/access';
import { CatalogService } from '#libs/catalog';
import {
  assertDefined,
  canonicalJson,
  err,
  type Id,
  ok,
  type Result,
  sha256Hex,
  unreachable,
} from '#libs/kernel';
import {
  type Config,
  InjectConfig,
  newId,
  notFound,
  type Problem,
  problemAt,
  SystemClock,
  type Tx,
  UnitOfWork,
  type WriteRequest,
} from '#libs/platform';
import type { z } from 'zod';
import { type declareWeights, weightSetView } from './attribution.contract.js';
import { AttributionStore, type WeightSetRow } from './attribution.store.js';
import { DeclarationSignatures } from './declaration-signatures.js';
import {
  freezeWeights,
  PARTIES_MAX,
  type WeightsDocument,
  weightsDocument,
  weightsDocumentSchema,
  type WeightsFault,
} from './core/index.js';

export type WeightSetView = z.output<typeof weightSetView>;

/** Where weights come from, and how their document is written once their version is known. */
export type WeightsOrigin = Pick<WeightSetRow, 'method' | 'attributionId'> & {
  readonly document: (version: number) => WeightsDocument;
};

/** The weights by which proceeds are split now: they sum to a billion parts. */
export type FrozenWeights = {
  readonly id: Id<'weightSet'>;
  readonly version: number;
  readonly digest: string;
  readonly shares: readonly { readonly partyId: Id<'party'>; readonly weightPpb: number }[];
};

const DAY_MS = 86_400_000;

/** Who earned what part of a model. */
@Injectable()
export class AttributionService {
  readonly #store: AttributionStore;
  readonly #catalog: CatalogService;
  readonly #access: AccessService;
  readonly #unitOfWork: UnitOfWork;
  readonly #clock: SystemClock;
  readonly #config: Config;
  readonly #signatures: DeclarationSignatures;

  constructor(
    store: AttributionStore,
    catalog: CatalogService,
    access: AccessService,
    unitOfWork: UnitOfWork,
    clock: SystemClock,
    @InjectConfig() config: Config,
    signatures: DeclarationSignatures,
  ) {
    this.#store = store;
    this.#catalog = catalog;
    this.#access = access;
    this.#unitOfWork = unitOfWork;
    this.#clock = clock;
    this.#config = config;
    this.#signatures = signatures;
  }

  /** Declares the weights of a model that the actor sells. Earlier sets stay on record, the newest counts. */
  async declareWeights(
    write: WriteRequest,
    modelId: Id<'model'>,
    { weights, signatures }: z.output<typeof declareWeights>,
  ): Promise<Result<WeightSetView, Problem>> {
    const declared = weights.map(({ partyId, weight }) => ({ partyId, weight: BigInt(weight) }));
    const frozen = freezeWeights(declared);
    return this.#unitOfWork.write(write, weightSetView, async (tx) => {
      const model = await this.#catalog.ownedModel(write.actor, modelId, tx);
      if (!model.ok) return model;
      if (!frozen.ok) return err(problemOf(frozen.error));
      const names = await this.#access.partyNames(
        weights.map(({ partyId }) => partyId),
        tx,
      );
      const unknown = weights.findIndex(({ partyId }) => !names.has(partyId));
      if (unknown >= 0)
        return err(
          problemAt('validation-failed', `/weights/${String(unknown)}/partyId`, 'there is no such party'),
        );
      if (signatures !== undefined) {
        const version = await this.#store.nextVersion(tx, modelId);
        const fault = await this.#signatures.fault(modelId, version, declared, signatures);
        if (fault !== undefined) return err(fault);
      }
      const shares = frozen.value.map(({ partyId, weightPpb }) => ({ partyId, weightPpb }));
      return this.addSet(tx, modelId, shares, {
        method: 'declared',
        attributionId: null,
        document: (version) => weightsDocument(modelId, version, frozen.value, signatures),
      });
    });
  }

  /** Writes the next weight set of a model. Whoever calls has checked that the actor may, and that parties exist. */
  async addSet(
    tx: Tx,
    modelId: Id<'model'>,
    shares: WeightSetRow['shares'],
    { method, attributionId, document: documentOf }: WeightsOrigin,
  ): Promise<Result<WeightSetView, never>> {
    const version = await this.#store.nextVersion(tx, modelId);
    const document = canonicalJson(documentOf(version));
    const createdAt = this.#clock.now();
    const set: WeightSetRow = {
      id: newId('weightSet'),
      modelId,
      version,
      method,
      attributionId,
      document,
      digest: sha256Hex(document),
      disputableUntil: new Date(createdAt.getTime() + this.#config.disputeWindowDays * DAY_MS),
      createdAt,
      shares,
    };
    await this.#store.insert(tx, set);
    return ok(
      toView(
        set,
        await this.#access.partyNames(
          shares.map(({ partyId }) => partyId),
          tx,
        ),
      ),
    );
  }

  /** The newest weights of a model; undefined when none were declared. */
  async currentWeights(tx: Tx, modelId: Id<'model'>): Promise<FrozenWeights | undefined> {
    const set = await this.#store.current(modelId, tx);
    return set === undefined ? undefined : toFrozen(set);
  }

  /** The weights that something rests on, whatever was declared since. */
  async frozenWeights(tx: Tx, id: Id<'weightSet'>): Promise<FrozenWeights> {
    return toFrozen(assertDefined(await this.#store.find(id, tx), 'a weight set is never deleted'));
  }

  async weights(modelId: Id<'model'>): Promise<Result<WeightSetView, Problem>> {
    const set = await this.#store.current(modelId);
    if (set === undefined) return err(notFound('weight set'));
    return ok(toView(set, await this.#access.partyNames(set.shares.map(({ partyId }) => partyId))));
  }

  /** Every weight set, of whatever model, in which the party has a share. */
  weightSetsOf(partyId: Id<'party'>): Promise<readonly Id<'weightSet'>[]> {
    return this.#store.setIdsOf(partyId);
  }
}

const toFrozen = ({ id, version, digest, shares }: WeightSetRow): FrozenWeights => ({
  id,
  version,
  digest,
  shares,
});

const toView = (
  { id, modelId, version, document, digest, disputableUntil, createdAt, shares }: WeightSetRow,
  names: ReadonlyMap<Id<'party'>, string>,
): WeightSetView => ({
  id,
  modelId,
  version,
  shares: shares.map((share) => ({ ...share, partyName: names.get(share.partyId) ?? '' })),
  document: weightsDocumentSchema.parse(JSON.parse(document)),
  digest,
  disputableUntil,
  declaredAt: createdAt,
});

function problemOf(fault: WeightsFault): Problem {
  const at = (index: number, field: string, message: string): Problem =>
    problemAt('validation-failed', `/weights/${String(index)}/${field}`, message);
  switch (fault.code) {
    case 'no-parties':
      return problemAt('validation-failed', '/weights', 'names nobody');
    case 'too-many-parties':
      return problemAt('validation-failed', '/weights', `names more than ${String(PARTIES_MAX)} parties`);
    case 'party-duplicate':
      return at(fault.index, 'partyId', 'names a party twice');
    case 'weight-not-positive':
      return at(fault.index, 'weight', 'must be positive');
    case 'weight-vanishes':
      return at(fault.index, 'weight', 'is less than one part in a billion of the whole');
    default:
      return unreachable(fault);
  }
}
