import { Injectable } from '@nestjs/common';
import { nextPage } from '#contract/platform';
import { assert, assertDefined, type Currency, decodeId, err, type Id, ok, type Result } from '#libs/kernel';
import { type Actor, notFound, type Problem, SystemClock, type Tx } from '#libs/platform';
import { RightsService } from '#libs/rights';
import type { z } from 'zod';
import type { auctionDetail, auctionPage, auctionQuery, bidReceipt } from './auction.contract.js';
import { AuctionStore } from './auction.store.js';
import { toAuctionView } from './auction.view.js';
import type { AuctionOutcome } from './core/index.js';
import { EnvelopeStore } from './envelope.store.js';
import { ReportOutcome } from './report-outcome.js';

/** A cleared auction as its settlement needs it. Amounts are minor units of `currency`. */
export type ClearedAuction = {
  readonly auctionId: Id<'auction'>;
  readonly lotId: Id<'lot'>;
  readonly modelId: Id<'model'>;
  readonly versionId: Id<'version'>;
  readonly sellerId: Id<'party'>;
  readonly winnerId: Id<'party'>;
  readonly priceMinor: bigint;
  readonly depositMinor: bigint;
  readonly currency: Currency;
  /** As announced: who is paid, and what the platform keeps. */
  readonly weightSetId: Id<'weightSet'>;
  readonly platformFeeBps: number;
  readonly state: 'cleared';
};

/** More wait in the next round. */
const CLEARED_PER_ROUND_MAX = 200;

/** What others may know of auctions, and what their settlement does with them. */
@Injectable()
export class AuctionService {
  readonly #auctions: AuctionStore;
  readonly #envelopes: EnvelopeStore;
  readonly #rights: RightsService;
  readonly #report: ReportOutcome;
  readonly #clock: SystemClock;

  constructor(
    auctions: AuctionStore,
    envelopes: EnvelopeStore,
    rights: RightsService,
    report: ReportOutcome,
    clock: SystemClock,
  ) {
    this.#auctions = auctions;
    this.#envelopes = envelopes;
    this.#rights = rights;
    this.#report = report;
    this.#clock = clock;
  }

  async auctions({ after, limit }: z.output<typeof auctionQuery>): Promise<z.output<typeof auctionPage>> {
    const auctions = await this.#auctions.list(after, limit);
    return { auctions: auctions.map(toAuctionView), next: nextPage(auctions, limit) };
  }

  /** Announcement, state and schedule. Nothing in it comes from bids: not even whether there are any. */
  async auction(id: Id<'auction'>): Promise<Result<z.output<typeof auctionDetail>, Problem>> {
    const auction = await this.#auctions.find(id);
    if (auction === undefined) return err(notFound('auction'));
    const { announcement, outcomeDigest } = auction;
    const transitions = [...(await this.#auctions.transitions(id))];
    return ok({ ...toAuctionView(auction), announcement, transitions, outcomeDigest });
  }

  /** How it ended, with all that a replay needs. To everybody there is none until then. */
  async outcome(id: Id<'auction'>): Promise<Result<AuctionOutcome, Problem>> {
    const outcome = await this.#auctions.findOutcome(id);
    return outcome === undefined ? err(notFound('outcome')) : ok(outcome);
  }

  /** The actor’s own receipts, the first envelope first. */
  async receipts(
    actor: Actor,
    auctionId: Id<'auction'>,
  ): Promise<Result<z.output<typeof bidReceipt>[], Problem>> {
    const auction = await this.#auctions.find(auctionId);
    if (auction === undefined) return err(notFound('auction'));
    const envelopes = await this.#envelopes.ofBidder(auctionId, actor.partyId);
    return ok(
      envelopes.map(({ id, sequence, digest, receivedAt }) => ({
        bidId: id,
        auctionId,
        sequence,
        envelopeDigest: digest,
        receivedAt,
        announcementDigest: auction.announcementDigest,
      })),
    );
  }

  /** The auction for this transaction alone; undefined unless it is cleared and waits for its settlement. */
  async lockForSettlement(tx: Tx, id: Id<'auction'>): Promise<ClearedAuction | undefined> {
    const auction = await this.#auctions.lock(tx, id);
    if (auction?.state !== 'cleared') return undefined;
    const { lotId, sellerId, depositMinor, currency } = auction;
    const { weightSetId, platformFeeBps } = auction.announcement.proceeds;
    const outcome = assertDefined(await this.#auctions.findOutcome(id, tx), 'cleared with an outcome');
    const lot = await this.#rights.lot(lotId, tx);
    assert(outcome.result.status === 'sold' && lot.ok, `auction ${id} is cleared: its lot has a buyer`);
    const winnerId = assertDefined(decodeId('party', outcome.result.winner), 'bidders are parties');
    const { modelId, versionId } = lot.value;
    return {
      auctionId: id,
      lotId,
      modelId,
      versionId,
      sellerId,
      winnerId,
      priceMinor: BigInt(outcome.result.priceMinor),
      depositMinor,
      currency,
      weightSetId: assertDefined(decodeId('weightSet', weightSetId), 'announced with its weights'),
      platformFeeBps,
      state: 'cleared',
    };
  }

  /** Ends a cleared auction. The caller holds it by {@link lockForSettlement}. */
  async markSettled(tx: Tx, id: Id<'auction'>, reason: string): Promise<void> {
    const cause = { at: this.#clock.now(), actorId: null, reason };
    await this.#auctions.move(tx, { id, state: 'cleared' }, 'settled', cause);
    await this.#report.report(tx, id);
  }

  /** Auctions that wait for their settlement, the oldest first. */
  clearedAuctionIds(): Promise<Id<'auction'>[]> {
    return this.#auctions.clearedIds(CLEARED_PER_ROUND_MAX);
  }
}
