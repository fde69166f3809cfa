import { Injectable } from '@nestjs/common';
import { AccessService } from '#libs/access';
import { err, type Id, ok, type Result } from '#libs/kernel';
import {
  type Actor,
  newId,
  notFound,
  type Problem,
  problem,
  problemAt,
  SystemClock,
  type Tx,
  UnitOfWork,
  type WriteRequest,
} from '#libs/platform';
import type { z } from 'zod';
import { bidderView, type dataRoom, type joinAuction } from './auction.contract.js';
import { type AuctionRow, AuctionStore } from './auction.store.js';
import { type BidderRow, BidderStore } from './bidder.store.js';

type BidderView = z.output<typeof bidderView>;

/** Lets those in who accept the announced terms: to the data room, and to bid. */
@Injectable()
export class JoinAuction {
  readonly #auctions: AuctionStore;
  readonly #bidders: BidderStore;
  readonly #access: AccessService;
  readonly #unitOfWork: UnitOfWork;
  readonly #clock: SystemClock;

  constructor(
    auctions: AuctionStore,
    bidders: BidderStore,
    access: AccessService,
    unitOfWork: UnitOfWork,
    clock: SystemClock,
  ) {
    this.#auctions = auctions;
    this.#bidders = bidders;
    this.#access = access;
    this.#unitOfWork = unitOfWork;
    this.#clock = clock;
  }

  /** Checked in this order: the auction, who joins, that it is not over, the terms, the key. */
  async join(
    write: WriteRequest,
    auctionId: Id<'auction'>,
    { announcementDigest, bidderPublicKey }: z.output<typeof joinAuction>,
  ): Promise<Result<BidderView, Problem>> {
    return this.#unitOfWork.write(write, bidderView, async (tx) => {
      const auction = await this.#auctions.find(auctionId, tx);
      if (auction === undefined) return err(notFound('auction'));
      const { partyId } = write.actor;
      const linked = await this.#linkFault(tx, auction, partyId);
      if (linked !== undefined) return err(linked);
      if (auction.state !== 'announced' && auction.state !== 'open')
        return err(problem('auction-not-open', `The auction is ${auction.state}.`));
      if (announcementDigest !== auction.announcementDigest)
        return err(
          problemAt('terms-not-accepted', '/announcementDigest', 'is not the digest of this announcement'),
        );
      const bidder = {
        id: newId('bidder'),
        auctionId,
        partyId,
        publicKey: bidderPublicKey,
        acceptedAt: this.#clock.now(),
      };
      if (!(await this.#bidders.insert(tx, bidder)))
        return err(
          problemAt(
            'name-taken',
            '/bidderPublicKey',
            'you take part already, or the key does for somebody else',
          ),
        );
      return ok(toView(bidder, auction));
    });
  }

  /** Parties that act together count as one: none of them bids on what one of them sells, and one of them bids. */
  async #linkFault(tx: Tx, { id, sellerId }: AuctionRow, partyId: Id<'party'>): Promise<Problem | undefined> {
    if (sellerId === partyId) return problem('seller-linked-bid', 'The seller of the lot may not bid on it.');
    const own = (await this.#access.affiliationsOf([partyId], tx)).get(partyId);
    if (own === undefined) return undefined;
    await this.#bidders.lockGroup(tx, id, own);
    const others = [...(await this.#bidders.partiesOf(tx, id)).values()];
    const groups = await this.#access.affiliationsOf([sellerId, ...others], tx);
    if (groups.get(sellerId) === own)
      return problem('seller-linked-bid', 'Who acts together with the seller of the lot may not bid on it.');
    return others.some((other) => groups.get(other) === own && other !== partyId)
      ? problem('affiliate-takes-part', 'Of parties that act together one takes part.')
      : undefined;
  }

  /** The actor’s own standing in an auction. */
  async standing(actor: Actor, auctionId: Id<'auction'>): Promise<Result<BidderView, Problem>> {
    const auction = await this.#auctions.find(auctionId);
    if (auction === undefined) return err(notFound('auction'));
    const bidder = await this.#bidders.find(auctionId, actor.partyId);
    return bidder === undefined ? err(notFound('participation')) : ok(toView(bidder, auction));
  }

  /** For the seller, and for those who accepted the terms. */
  async dataRoom(
    actor: Actor,
    auctionId: Id<'auction'>,
  ): Promise<Result<z.output<typeof dataRoom>, Problem>> {
    const auction = await this.#auctions.find(auctionId);
    if (auction === undefined) return err(notFound('auction'));
    const isIn =
      auction.sellerId === actor.partyId ||
      (await this.#bidders.find(auctionId, actor.partyId)) !== undefined;
    if (!isIn) return err(problem('terms-not-accepted', 'Accept the terms to enter the data room.'));
    return ok({ auctionId, documents: [...(await this.#auctions.documents(auctionId))] });
  }
}

const toView = (
  { id, auctionId, publicKey, acceptedAt }: BidderRow,
  { announcementDigest }: AuctionRow,
): BidderView => ({ bidderId: id, auctionId, bidderPublicKey: publicKey, announcementDigest, acceptedAt });
