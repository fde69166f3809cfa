import { Injectable } from '@nestjs/common';
import { CatalogService } from '#libs/catalog';
import { assertDefined, encodeId, err, type Id, type Result } from '#libs/kernel';
import { notFound, type Problem, problem, UnitOfWork, type WriteRequest } from '#libs/platform';
import { partyIdOf, resultOf } from './attribution-view.js';
import { weightSetView } from './attribution.contract.js';
import { AttributionService, type WeightSetView } from './attribution.service.js';
import { ComputationStore } from './computation.store.js';
import { computedWeightsDocument } from './core/index.js';

/** Makes the result of a computation the weights by which proceeds are split. */
@Injectable()
export class AdoptAttribution {
  readonly #store: ComputationStore;
  readonly #weights: AttributionService;
  readonly #catalog: CatalogService;
  readonly #unitOfWork: UnitOfWork;

  constructor(
    store: ComputationStore,
    weights: AttributionService,
    catalog: CatalogService,
    unitOfWork: UnitOfWork,
  ) {
    this.#store = store;
    this.#weights = weights;
    this.#catalog = catalog;
    this.#unitOfWork = unitOfWork;
  }

  /** The model's next weight set. Earlier sets stay on record; what was announced under them is paid by them. */
  adopt(write: WriteRequest, id: Id<'attribution'>): Promise<Result<WeightSetView, Problem>> {
    return this.#unitOfWork.write(write, weightSetView, async (tx) => {
      const row = await this.#store.find(id, tx);
      if (row === undefined) return err(notFound('attribution'));
      const model = await this.#catalog.ownedModel(write.actor, row.modelId, tx);
      if (!model.ok) return err(notFound('attribution'));
      const result = resultOf(row);
      if (result === undefined)
        return err(
          problem('attribution-without-weights', `The attribution is ${row.state}: it has no weights.`),
        );
      const origin = {
        method: row.method,
        attributionId: encodeId('attribution', id),
        inputDigest: assertDefined(row.inputDigest ?? undefined, 'a result has an input'),
        resultDigest: assertDefined(row.resultDigest ?? undefined, 'a result has a digest'),
      };
      const shares = result.parties
        .filter(({ weightPpb }) => weightPpb > 0)
        .map(({ partyId, weightPpb }) => ({ partyId: partyIdOf(partyId), weightPpb }));
      return this.#weights.addSet(tx, row.modelId, shares, {
        method: row.method,
        attributionId: id,
        document: (version) => computedWeightsDocument(row.modelId, version, origin, shares),
      });
    });
  }
}
