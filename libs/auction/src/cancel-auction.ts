import { Injectable } from '@nestjs/common';
import { err, type Id, ok, type Result } from '#libs/kernel';
import { notFound, type Problem, problem, SystemClock, UnitOfWork, type WriteRequest } from '#libs/platform';
import { RightsService } from '#libs/rights';
import type { z } from 'zod';
import { auctionView } from './auction.contract.js';
import { AuctionStore } from './auction.store.js';
import { toAuctionView } from './auction.view.js';
import { transition } from './core/index.js';
import { EnvelopeStore } from './envelope.store.js';

/** Calls an auction off, as long as nobody has bid. From the first envelope on, bidders can rely on it. */
@Injectable()
export class CancelAuction {
  readonly #auctions: AuctionStore;
  readonly #envelopes: EnvelopeStore;
  readonly #rights: RightsService;
  readonly #unitOfWork: UnitOfWork;
  readonly #clock: SystemClock;

  constructor(
    auctions: AuctionStore,
    envelopes: EnvelopeStore,
    rights: RightsService,
    unitOfWork: UnitOfWork,
    clock: SystemClock,
  ) {
    this.#auctions = auctions;
    this.#envelopes = envelopes;
    this.#rights = rights;
    this.#unitOfWork = unitOfWork;
    this.#clock = clock;
  }

  async cancel(
    write: WriteRequest,
    id: Id<'auction'>,
  ): Promise<Result<z.output<typeof auctionView>, Problem>> {
    return this.#unitOfWork.write(write, auctionView, async (tx) => {
      const auction = await this.#auctions.lock(tx, id);
      if (auction?.sellerId !== write.actor.partyId) return err(notFound('auction'));
      if (!transition(auction.state, 'cancelled').ok || (await this.#envelopes.hasAny(tx, id)))
        return err(
          problem('auction-not-cancellable', 'An auction can be cancelled until the first envelope is in.'),
        );
      const cause = {
        at: this.#clock.now(),
        actorId: write.actor.partyId,
        reason: 'cancelled by the seller',
      };
      await this.#auctions.move(tx, auction, 'cancelled', cause);
      await this.#rights.releaseFromAuction(tx, auction.lotId);
      return ok(toAuctionView({ ...auction, state: 'cancelled' }));
    });
  }
}
