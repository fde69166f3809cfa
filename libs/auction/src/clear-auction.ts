import { Injectable } from '@nestjs/common';
import { assert, assertDefined, canonicalJson, decodeId, type Id, ok } from '#libs/kernel';
import { Outbox, SystemClock, type Tx, UnitOfWork } from '#libs/platform';
import { RightsService } from '#libs/rights';
import { auctionCleared, auctionUnsold } from './auction.jobs.js';
import { type AuctionRow, AuctionStore, type Cause, decidedWith } from './auction.store.js';
import { BidderStore } from './bidder.store.js';
import { awardsIn, isUndecided, type SealedAuctionOutcome } from './core/index.js';
import { Deposits } from './deposits.js';
import { EnvelopeStore } from './envelope.store.js';
import { ReportOutcome } from './report-outcome.js';
import { SealingThreads } from './sealing-threads.js';
import { ShareStore } from './share.store.js';

/** Opens the bids of a closed auction with the trustees’ shares and decides it, once. */
@Injectable()
export class ClearAuction {
  readonly #underway = new Set<Id<'auction'>>();
  readonly #auctions: AuctionStore;
  readonly #bidders: BidderStore;
  readonly #envelopes: EnvelopeStore;
  readonly #shares: ShareStore;
  readonly #deposits: Deposits;
  readonly #rights: RightsService;
  readonly #report: ReportOutcome;
  readonly #threads: SealingThreads;
  readonly #unitOfWork: UnitOfWork;
  readonly #outbox: Outbox;
  readonly #clock: SystemClock;

  constructor(
    auctions: AuctionStore,
    bidders: BidderStore,
    envelopes: EnvelopeStore,
    shares: ShareStore,
    deposits: Deposits,
    rights: RightsService,
    report: ReportOutcome,
    threads: SealingThreads,
    unitOfWork: UnitOfWork,
    outbox: Outbox,
    clock: SystemClock,
  ) {
    this.#auctions = auctions;
    this.#bidders = bidders;
    this.#envelopes = envelopes;
    this.#shares = shares;
    this.#deposits = deposits;
    this.#rights = rights;
    this.#report = report;
    this.#threads = threads;
    this.#unitOfWork = unitOfWork;
    this.#outbox = outbox;
    this.#clock = clock;
  }

  /** Whether there is something for {@link clear} to do: a closed auction with shares enough. */
  async isReady({ id, state, announcement }: AuctionRow, tx?: Tx): Promise<boolean> {
    return state === 'closed' && (await this.#shares.areEnough(id, announcement.sealing.threshold, tx));
  }

  /**
   * Does nothing unless the auction is closed and every live bid can be opened. What is decided follows from what
   * stands on record, so it does not matter how often this is done, nor by how many. One transaction: outcome,
   * deposits and event stand together. Locks are taken in the order auction, lot, ledger accounts.
   */
  async clear(id: Id<'auction'>): Promise<void> {
    // Whoever comes while this process is at it would only do the same work beside it.
    if (this.#underway.has(id)) return;
    this.#underway.add(id);
    try {
      await this.#decideOnce(id);
    } finally {
      this.#underway.delete(id);
    }
  }

  async #decideOnce(id: Id<'auction'>): Promise<void> {
    const seen = await this.#auctions.find(id);
    if (seen === undefined || !(await this.isReady(seen))) return;
    const outcome = await this.#decide(seen);
    await this.#unitOfWork.run<undefined, never>(async (tx) => {
      const auction = await this.#auctions.lock(tx, id);
      if (auction?.state === 'closed') await this.#end(tx, auction, outcome);
      return ok(undefined);
    });
  }

  /** Void when its trustees are too few by now. Everybody is refunded in full. */
  async voidIfOverdue(id: Id<'auction'>): Promise<void> {
    await this.#unitOfWork.run<undefined, never>(async (tx) => {
      const auction = await this.#auctions.lock(tx, id);
      const at = this.#clock.now();
      if (auction?.state !== 'closed' || !isOverdue(auction, at) || (await this.isReady(auction, tx)))
        return ok(undefined);
      const { threshold } = auction.announcement.sealing;
      const reason = `fewer than ${String(threshold)} trustees opened the bids in time`;
      await this.#auctions.move(tx, auction, 'void', { at, actorId: null, reason });
      await this.#refundAll(tx, auction);
      return ok(undefined);
    });
  }

  async #decide(auction: AuctionRow): Promise<SealedAuctionOutcome> {
    const { id, announcement } = auction;
    const closing = assertDefined(await this.#auctions.findClosing(id), 'a closed auction has a closing');
    const entries = await this.#envelopes.entries(id);
    const envelopes = await this.#envelopes.live(id);
    const sharesAt = await this.#shares.byLeaf(id);
    const live = envelopes.map(({ leafIndex, envelope }) => ({
      leafIndex,
      envelope,
      shares: sharesAt.get(leafIndex) ?? [],
    }));
    return this.#threads.decide({ announcementText: canonicalJson(announcement), closing, entries, live });
  }

  async #end(tx: Tx, auction: AuctionRow, outcome: SealedAuctionOutcome): Promise<void> {
    assert(outcome.announcementDigest === auction.announcementDigest, 'an announcement never changes');
    if (isUndecided(outcome.result)) {
      const cause = this.#cause('the announced search limit was reached without a proof');
      await this.#auctions.move(tx, auction, 'void', cause, decidedWith(outcome));
      await this.#refundAll(tx, auction);
      return;
    }
    const awards = awardsIn(auction.announcement, outcome.result);
    if (awards.length === 0) {
      await this.#endUnsold(tx, auction, outcome);
      return;
    }
    const clearedAt = this.#clock.now();
    const cause = { at: clearedAt, actorId: null, reason: 'bids reached the reserve' };
    await this.#auctions.move(tx, auction, 'cleared', cause, decidedWith(outcome, clearedAt));
    await this.#outbox.publish(tx, auctionCleared, { auctionId: auction.id });
    const parties = await this.#bidders.partiesOf(tx, auction.id);
    const winners = new Set(
      awards.map(({ bidder }) => parties.get(assertDefined(decodeId('bidder', bidder), 'a pseudonym'))),
    );
    const bidders = await this.#bidders.whoBid(tx, auction.id);
    await this.#deposits.release(
      tx,
      auction,
      bidders.filter((partyId) => !winners.has(partyId)),
    );
  }

  async #endUnsold(tx: Tx, auction: AuctionRow, outcome: SealedAuctionOutcome): Promise<void> {
    const cause = this.#cause('no bid reached the reserve');
    await this.#auctions.move(tx, auction, 'unsold', cause, decidedWith(outcome));
    await this.#refundAll(tx, auction);
    await this.#report.report(tx, auction.id);
    await this.#outbox.publish(tx, auctionUnsold, { auctionId: auction.id });
  }

  async #refundAll(tx: Tx, auction: AuctionRow): Promise<void> {
    for (const { lotId } of auction.lots) await this.#rights.releaseFromAuction(tx, lotId);
    await this.#deposits.release(tx, auction, await this.#bidders.whoBid(tx, auction.id));
    await this.#deposits.releaseBond(tx, auction);
  }

  #cause(reason: string): Cause {
    return { at: this.#clock.now(), actorId: null, reason };
  }
}

const isOverdue = ({ closedAt, announcement }: AuctionRow, at: Date): boolean =>
  closedAt !== null && at.getTime() >= closedAt.getTime() + announcement.lifecycle.openingGraceMs;
