import { Injectable } from '@nestjs/common';
import { err, type Id, ok, type Result } from '#libs/kernel';
import { notFound, type Problem, problem, SystemClock, UnitOfWork, type WriteRequest } from '#libs/platform';
import { RightsService } from '#libs/rights';
import type { z } from 'zod';
import { auctionView } from './auction.contract.js';
import { AuctionStore } from './auction.store.js';
import { BidderStore } from './bidder.store.js';
import { toAuctionView } from './auction.view.js';
import { transition } from './core/index.js';
import { Deposits } from './deposits.js';
import { StandingOrders } from './standing-orders.js';

/**
 * Calls an auction off before its close. As long as nobody has bid the bond comes back; from the first envelope on it
 * goes to those who bid, in equal parts. Bids stay sealed for ever: trustees open nothing without a closing.
 */
@Injectable()
export class CancelAuction {
  readonly #auctions: AuctionStore;
  readonly #bidders: BidderStore;
  readonly #deposits: Deposits;
  readonly #standing: StandingOrders;
  readonly #rights: RightsService;
  readonly #unitOfWork: UnitOfWork;
  readonly #clock: SystemClock;

  constructor(
    auctions: AuctionStore,
    bidders: BidderStore,
    deposits: Deposits,
    standing: StandingOrders,
    rights: RightsService,
    unitOfWork: UnitOfWork,
    clock: SystemClock,
  ) {
    this.#auctions = auctions;
    this.#bidders = bidders;
    this.#deposits = deposits;
    this.#standing = standing;
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
      if (!transition(auction.state, 'cancelled').ok || auction.closesAt <= this.#clock.now())
        return err(problem('auction-not-cancellable', `The auction is ${auction.state}.`));
      const bidders = await this.#bidders.whoBid(tx, id);
      const reason =
        bidders.length === 0 ? 'cancelled by the seller' : 'cancelled by the seller after bids were in';
      const cause = { at: this.#clock.now(), actorId: write.actor.partyId, reason };
      await this.#auctions.move(tx, auction, 'cancelled', cause);
      for (const { lotId } of auction.lots) await this.#rights.releaseFromAuction(tx, lotId);
      await this.#standing.releaseFor(tx, id);
      await this.#deposits.release(tx, auction, bidders);
      await (bidders.length === 0
        ? this.#deposits.releaseBond(tx, auction)
        : this.#deposits.forfeitBond(tx, auction, bidders));
      return ok(toAuctionView({ ...auction, state: 'cancelled' }));
    });
  }
}
