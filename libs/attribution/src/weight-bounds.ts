import { Injectable } from '@nestjs/common';
import { encodeId, type Id } from '#libs/kernel';
import type { Tx } from '#libs/platform';
import { resultOf } from './attribution-view.js';
import { AttributionStore, type WeightSetRow } from './attribution.store.js';
import { ComputationStore } from './computation.store.js';

/** A share, and what it is at least: both in parts per billion. */
export type BoundedShare = {
  readonly partyId: Id<'party'>;
  readonly weightPpb: number;
  readonly lowerPpb: number;
};

export type BoundedWeights = {
  readonly id: Id<'weightSet'>;
  readonly modelId: Id<'model'>;
  readonly digest: string;
  readonly shares: readonly BoundedShare[];
};

/** How certain weights are, and which of them stand when the window for disputes has closed. */
@Injectable()
export class WeightBounds {
  readonly #weights: AttributionStore;
  readonly #computations: ComputationStore;

  constructor(weights: AttributionStore, computations: ComputationStore) {
    this.#weights = weights;
    this.#computations = computations;
  }

  /** Declared weights are certain; those of a computation have the lower bounds that it found. */
  async ofSet(tx: Tx, id: Id<'weightSet'>): Promise<BoundedWeights | undefined> {
    const set = await this.#weights.find(id, tx);
    return set === undefined ? undefined : this.#bounded(tx, set);
  }

  /**
   * What stands of a set at the close of a window: the set itself, unless somebody objected to it before; then the
   * newest set that its model had by then.
   */
  async standingAt(tx: Tx, id: Id<'weightSet'>, closesAt: Date): Promise<BoundedWeights | undefined> {
    const standing = await this.#weights.standingAt(tx, id, closesAt);
    return standing === undefined ? undefined : this.#bounded(tx, standing);
  }

  async #bounded(tx: Tx, set: WeightSetRow): Promise<BoundedWeights> {
    const { id, modelId, digest, shares, attributionId } = set;
    const row = attributionId === null ? undefined : await this.#computations.find(attributionId, tx);
    const result = row === undefined ? undefined : resultOf(row);
    const bounds = new Map(result?.parties.map(({ partyId, lowerBoundPpb }) => [partyId, lowerBoundPpb]));
    return {
      id,
      modelId,
      digest,
      shares: shares.map(({ partyId, weightPpb }) => ({
        partyId,
        weightPpb,
        // A bound is rounded by itself: it is never above the share that was frozen.
        lowerPpb: Math.min(bounds.get(encodeId('party', partyId)) ?? weightPpb, weightPpb),
      })),
    };
  }
}
