import { Injectable } from '@nestjs/common';
import { assert, assertDefined, decodeId, digestOf, encodeId, type Id, ok } from '#libs/kernel';
import { type Config, InjectConfig, Outbox, SystemClock, type Tx, UnitOfWork } from '#libs/platform';
import { RightsService } from '#libs/rights';
import { auctionCleared, auctionUnsold } from './auction.jobs.js';
import { type AuctionRow, AuctionStore, type Cause } from './auction.store.js';
import { type AuctionOutcome, decideOutcome } from './core/index.js';
import { Deposits } from './deposits.js';
import { EnvelopeStore } from './envelope.store.js';
import { ReportOutcome } from './report-outcome.js';
import { unwrapSealingKey } from './sealing-key.js';

/** Opens the envelopes of a closed auction and decides it, once. */
@Injectable()
export class ClearAuction {
  readonly #auctions: AuctionStore;
  readonly #envelopes: EnvelopeStore;
  readonly #deposits: Deposits;
  readonly #rights: RightsService;
  readonly #report: ReportOutcome;
  readonly #unitOfWork: UnitOfWork;
  readonly #outbox: Outbox;
  readonly #clock: SystemClock;
  readonly #config: Config;

  constructor(
    auctions: AuctionStore,
    envelopes: EnvelopeStore,
    deposits: Deposits,
    rights: RightsService,
    report: ReportOutcome,
    unitOfWork: UnitOfWork,
    outbox: Outbox,
    clock: SystemClock,
    @InjectConfig() config: Config,
  ) {
    this.#auctions = auctions;
    this.#envelopes = envelopes;
    this.#deposits = deposits;
    this.#rights = rights;
    this.#report = report;
    this.#unitOfWork = unitOfWork;
    this.#outbox = outbox;
    this.#clock = clock;
    this.#config = config;
  }

  /**
   * Does nothing unless the auction is closed. One transaction: outcome, deposits and event stand together.
   * Locks are taken in the order auction, lot, ledger accounts, as a settlement does.
   */
  async clear(id: Id<'auction'>): Promise<void> {
    await this.#unitOfWork.run<undefined, never>(async (tx) => {
      const auction = await this.#auctions.lockIfFree(tx, id);
      if (auction?.state === 'closed') await this.#decide(tx, auction);
      return ok(undefined);
    });
  }

  async #decide(tx: Tx, auction: AuctionRow): Promise<void> {
    const { id, announcement } = auction;
    const live = await this.#envelopes.live(tx, id);
    const wrapped = await this.#auctions.wrappedSealingKey(tx, id);
    const outcome = decideOutcome(
      announcement,
      unwrapSealingKey(this.#config.secretKey, id, wrapped),
      live.map(({ id: bidId, bidderId, sequence, envelope }) => ({
        bidId: encodeId('bid', bidId),
        bidder: encodeId('party', bidderId),
        sequence,
        envelope,
      })),
    );
    assert(outcome.announcementDigest === auction.announcementDigest, 'an announcement never changes');
    await this.#auctions.saveOutcome(tx, id, outcome, digestOf(outcome));
    const winnerId = winnerOf(outcome);
    await (winnerId === undefined ? this.#endUnsold(tx, auction) : this.#endCleared(tx, auction));
    const losers = live.map(({ bidderId }) => bidderId).filter((bidderId) => bidderId !== winnerId);
    await this.#deposits.release(tx, auction, losers);
  }

  async #endCleared(tx: Tx, auction: AuctionRow): Promise<void> {
    await this.#auctions.move(tx, auction, 'cleared', this.#cause('a bid reached the reserve'));
    await this.#outbox.publish(tx, auctionCleared, { auctionId: auction.id });
  }

  async #endUnsold(tx: Tx, auction: AuctionRow): Promise<void> {
    await this.#auctions.move(tx, auction, 'unsold', this.#cause('no bid reached the reserve'));
    await this.#rights.releaseFromAuction(tx, auction.lotId);
    await this.#report.report(tx, auction.id);
    await this.#outbox.publish(tx, auctionUnsold, { auctionId: auction.id });
  }

  #cause(reason: string): Cause {
    return { at: this.#clock.now(), actorId: null, reason };
  }
}

const winnerOf = ({ result }: AuctionOutcome): Id<'party'> | undefined =>
  result.status === 'sold'
    ? assertDefined(decodeId('party', result.winner), 'bidders are parties')
    : undefined;
