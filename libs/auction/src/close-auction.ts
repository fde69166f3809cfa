import { Injectable } from '@nestjs/common';
import { encodeId, type Id, ok } from '#libs/kernel';
import { type Config, InjectConfig, SystemClock, type Tx, UnitOfWork } from '#libs/platform';
import { type AuctionRow, AuctionStore, closedWith } from './auction.store.js';
import { dueTransition, sealing } from './core/index.js';
import type { UseFacts } from './core/standing-orders/index.js';
import { EnterOrders } from './enter-orders.js';
import { EnvelopeStore } from './envelope.store.js';
import { logKeyOf } from './log-key.js';
import { SealingThreads } from './sealing-threads.js';
import { StandingOrders } from './standing-orders.js';

/** Opens auctions for bids and closes them: fixes the log and signs its root, before anybody can read a bid. */
@Injectable()
export class CloseAuction {
  readonly #auctions: AuctionStore;
  readonly #envelopes: EnvelopeStore;
  readonly #orders: EnterOrders;
  readonly #standing: StandingOrders;
  readonly #threads: SealingThreads;
  readonly #unitOfWork: UnitOfWork;
  readonly #clock: SystemClock;
  readonly #config: Config;

  constructor(
    auctions: AuctionStore,
    envelopes: EnvelopeStore,
    orders: EnterOrders,
    standing: StandingOrders,
    threads: SealingThreads,
    unitOfWork: UnitOfWork,
    clock: SystemClock,
    @InjectConfig() config: Config,
  ) {
    this.#auctions = auctions;
    this.#envelopes = envelopes;
    this.#orders = orders;
    this.#standing = standing;
    this.#threads = threads;
    this.#unitOfWork = unitOfWork;
    this.#clock = clock;
    this.#config = config;
  }

  /** Takes one step that the clock asks for; false when there is none. */
  async step(id: Id<'auction'>): Promise<boolean> {
    const seen = await this.#auctions.find(id);
    const uses = seen?.state === 'announced' ? await this.#orders.usesOf(seen) : [];
    const stepped = await this.#unitOfWork.run<boolean, never>(async (tx) => {
      const auction = await this.#auctions.lock(tx, id);
      if (auction === undefined) return ok(false);
      const { state, opensAt, closesAt } = auction;
      const at = this.#clock.now();
      const due = dueTransition(
        state,
        { opensAtMs: opensAt.getTime(), closesAtMs: closesAt.getTime() },
        at.getTime(),
      );
      if (due === 'open') await this.#open(tx, auction, uses, at);
      else if (due === 'closed') await this.#close(tx, auction, at);
      else return ok(false);
      return ok(true);
    });
    return stepped.ok && stepped.value;
  }

  /** Standing orders come in first, with the opening itself. */
  async #open(tx: Tx, auction: AuctionRow, uses: readonly UseFacts[], at: Date): Promise<void> {
    await this.#auctions.move(tx, auction, 'open', { at, actorId: null, reason: 'the announced opening' });
    // After an outage the opening may be noticed when it is too late to bid.
    if (at < auction.closesAt) await this.#orders.enter(tx, auction, uses, at);
  }

  /** Under the lock of the auction: what is in the log now was in time, and nothing else will ever be. */
  async #close(tx: Tx, auction: AuctionRow, at: Date): Promise<void> {
    await this.#envelopes.closeLog(tx, auction.id);
    await this.#standing.spendFor(tx, auction.id);
    const root = await this.#threads.rootOf(await this.#envelopes.entries(auction.id, tx));
    const closing: sealing.Closing = {
      document: 'auction-closing',
      auctionId: encodeId('auction', auction.id),
      announcementDigest: auction.announcementDigest,
      ...root,
      closedAt: at.toISOString(),
    };
    const { secretKey } = logKeyOf(this.#config.secretKey);
    await this.#auctions.move(
      tx,
      auction,
      'closed',
      { at, actorId: null, reason: 'the close' },
      closedWith(sealing.signClosing(closing, secretKey)),
    );
  }
}
