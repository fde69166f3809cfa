import { Injectable } from '@nestjs/common';
import { err, type Id, ok, type Result } from '#libs/kernel';
import {
  newId,
  notFound,
  type Problem,
  problem,
  SystemClock,
  UnitOfWork,
  type WriteRequest,
} from '#libs/platform';
import type { z } from 'zod';
import { AttributionStore } from './attribution.store.js';
import { disputeView, type raiseDispute } from './dispute.contract.js';
import { type DisputeRow, DisputeStore } from './dispute.store.js';

/** Objections to weights, kept on record while the window is open. */
@Injectable()
export class DisputeService {
  readonly #store: DisputeStore;
  readonly #weights: AttributionStore;
  readonly #unitOfWork: UnitOfWork;
  readonly #clock: SystemClock;

  constructor(store: DisputeStore, weights: AttributionStore, unitOfWork: UnitOfWork, clock: SystemClock) {
    this.#store = store;
    this.#weights = weights;
    this.#unitOfWork = unitOfWork;
    this.#clock = clock;
  }

  /** Whoever has a key may object: the one that was left out has no share to show. */
  raise(
    write: WriteRequest,
    weightSetId: Id<'weightSet'>,
    { reason }: z.output<typeof raiseDispute>,
  ): Promise<Result<DisputeRow, Problem>> {
    return this.#unitOfWork.write(write, disputeView, async (tx) => {
      const set = await this.#weights.find(weightSetId, tx);
      if (set === undefined) return err(notFound('weight set'));
      const disputedAt = this.#clock.now();
      if (set.disputableUntil === null || disputedAt >= set.disputableUntil)
        return err(problem('dispute-window-closed', 'The window for disputes of these weights has closed.'));
      const dispute = {
        id: newId('dispute'),
        weightSetId,
        disputedById: write.actor.partyId,
        reason,
        disputedAt,
      };
      await this.#store.insert(tx, dispute);
      return ok(dispute);
    });
  }

  async ofWeightSet(weightSetId: Id<'weightSet'>): Promise<Result<DisputeRow[], Problem>> {
    const set = await this.#weights.find(weightSetId);
    return set === undefined ? err(notFound('weight set')) : ok([...(await this.#store.list(weightSetId))]);
  }
}
