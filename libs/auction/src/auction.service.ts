import { Injectable } from '@nestjs/common';
import { nextPage } from '#contract/platform';
import { assert, assertDefined, decodeId, err, type Id, ok, type Result } from '#libs/kernel';
import {
  type Actor,
  type Config,
  InjectConfig,
  notFound,
  type Problem,
  SystemClock,
  type Tx,
} from '#libs/platform';
import { RightsService } from '#libs/rights';
import type { z } from 'zod';
import type {
  auctionDetail,
  auctionPage,
  auctionQuery,
  bidReceipt,
  closingView,
  logPage,
  logQuery,
} from './auction.contract.js';
import { type AuctionRow, AuctionStore } from './auction.store.js';
import { toAuctionView } from './auction.view.js';
import { BidderStore } from './bidder.store.js';
import type { Award, ClearedAuction } from './cleared-auction.js';
import {
  type Announcement,
  awardsIn,
  type SealedAuctionOutcome,
  type StatedAward,
  sealing,
} from './core/index.js';
import { EnvelopeStore, logEntryOf } from './envelope.store.js';
import { logKeyOf } from './log-key.js';
import { ReportOutcome } from './report-outcome.js';

/** The price of a single lot, and what was announced about it. */
export type Hammer = {
  readonly announcement: Announcement;
  readonly terms: Announcement['lots'][number]['terms'];
  readonly priceMinor: bigint;
};

const CLEARED_PER_PAGE = 200;

/** What others may know of auctions, and what their settlement does with them. */
@Injectable()
export class AuctionService {
  readonly #auctions: AuctionStore;
  readonly #bidders: BidderStore;
  readonly #envelopes: EnvelopeStore;
  readonly #rights: RightsService;
  readonly #report: ReportOutcome;
  readonly #clock: SystemClock;
  readonly #config: Config;

  constructor(
    auctions: AuctionStore,
    bidders: BidderStore,
    envelopes: EnvelopeStore,
    rights: RightsService,
    report: ReportOutcome,
    clock: SystemClock,
    @InjectConfig() config: Config,
  ) {
    this.#auctions = auctions;
    this.#bidders = bidders;
    this.#envelopes = envelopes;
    this.#rights = rights;
    this.#report = report;
    this.#clock = clock;
    this.#config = config;
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
  async outcome(id: Id<'auction'>): Promise<Result<SealedAuctionOutcome, Problem>> {
    const outcome = await this.#auctions.findOutcome(id);
    return outcome === undefined ? err(notFound('outcome')) : ok(outcome);
  }

  /** The end of the log, signed. There is none before the close, nor of an auction that was called off. */
  async closing(auctionId: Id<'auction'>): Promise<Result<z.output<typeof closingView>, Problem>> {
    const closing = await this.#auctions.findClosing(auctionId);
    return closing === undefined ? err(notFound('closing')) : ok({ auctionId, closing });
  }

  /** The closed log with its envelopes, in its order. */
  async log(
    auctionId: Id<'auction'>,
    { after, limit }: z.output<typeof logQuery>,
  ): Promise<Result<z.output<typeof logPage>, Problem>> {
    const auction = await this.#auctions.find(auctionId);
    if (auction === undefined || auction.closedAt === null) return err(notFound('closing'));
    const logged = await this.#envelopes.logged(auctionId, after, limit);
    const envelopes = logged.map((row) => ({ ...row, envelope: Uint8Array.from(row.envelope) }));
    const last = envelopes.at(-1);
    return ok({ envelopes, next: envelopes.length < limit || last === undefined ? null : last.leafIndex });
  }

  /** The actor’s own receipts, the first envelope first: signed again, to the same bytes. */
  async receipts(
    actor: Actor,
    auctionId: Id<'auction'>,
  ): Promise<Result<z.output<typeof bidReceipt>[], Problem>> {
    if ((await this.#auctions.find(auctionId)) === undefined) return err(notFound('auction'));
    const bidder = await this.#bidders.find(auctionId, actor.partyId);
    if (bidder === undefined) return ok([]);
    const { secretKey } = logKeyOf(this.#config.secretKey);
    const envelopes = await this.#envelopes.ofBidder(bidder.id);
    return ok(
      envelopes.map(({ id: bidId, ...envelope }) => ({
        bidId,
        auctionId,
        receipt: sealing.signReceipt(logEntryOf(auctionId, bidder, envelope), secretKey),
      })),
    );
  }

  /** What a single lot was sold for; undefined where none was, or units or packages were. */
  async hammer(id: Id<'auction'>): Promise<Hammer | undefined> {
    const auction = await this.#auctions.find(id);
    const outcome = await this.#auctions.findOutcome(id);
    if (auction === undefined || outcome === undefined) return undefined;
    const { announcement } = auction;
    const [lot] = announcement.lots;
    if (announcement.format !== 'first-price' && announcement.format !== 'second-price') return undefined;
    const [award] = awardsIn(announcement, outcome.result);
    return award && lot && { announcement, terms: lot.terms, priceMinor: award.priceMinor };
  }

  /** The auction for this transaction alone; undefined unless it is cleared and waits for its settlement. */
  async lockForSettlement(tx: Tx, id: Id<'auction'>): Promise<ClearedAuction | undefined> {
    const auction = await this.#auctions.lock(tx, id);
    if (auction?.state !== 'cleared') return undefined;
    const { announcement, clearedAt, lots, sellerId, currency, depositMinor, bondMinor } = auction;
    const outcome = assertDefined(await this.#auctions.findOutcome(id, tx), 'cleared with an outcome');
    const lot = await this.#rights.lot(assertDefined(lots[0], 'an auction sells something').lotId, tx);
    assert(lot.ok && clearedAt !== null, `auction ${id} is cleared: its lots have buyers`);
    const parties = await this.#bidders.partiesOf(tx, id);
    return {
      auctionId: id,
      lots,
      modelId: lot.value.modelId,
      versionId: lot.value.versionId,
      rootDigest: announcement.version.rootDigest,
      sellerId,
      currency,
      depositMinor,
      bondMinor,
      weightSetId: assertDefined(
        decodeId('weightSet', announcement.proceeds.weightSetId),
        'announced with its weights',
      ),
      platformFeeBps: announcement.proceeds.platformFeeBps,
      lifecycle: announcement.lifecycle,
      clearedAt,
      awards: awardsIn(announcement, outcome.result).map((award) => awardOf(award, lots, parties)),
      state: 'cleared',
    };
  }

  /** Ends a cleared auction. The caller holds it by {@link lockForSettlement}. */
  async markSettled(tx: Tx, id: Id<'auction'>, reason: string): Promise<void> {
    const cause = { at: this.#clock.now(), actorId: null, reason };
    await this.#auctions.move(tx, { id, state: 'cleared' }, 'settled', cause);
    await this.#report.report(tx, id);
  }

  /** Ends a cleared auction of which no winner has paid. */
  async markDefaulted(tx: Tx, id: Id<'auction'>, reason: string): Promise<void> {
    const cause = { at: this.#clock.now(), actorId: null, reason };
    await this.#auctions.move(tx, { id, state: 'cleared' }, 'defaulted', cause);
  }

  /** Auctions that wait for their settlement, the oldest first, after the one with the given id. */
  clearedAuctionIds(after?: Id<'auction'>): Promise<Id<'auction'>[]> {
    return this.#auctions.idsIn('cleared', after, CLEARED_PER_PAGE);
  }
}

function awardOf(
  { bidder, items, ...award }: StatedAward,
  lots: AuctionRow['lots'],
  parties: ReadonlyMap<Id<'bidder'>, Id<'party'>>,
): Award {
  const bidderId = assertDefined(decodeId('bidder', bidder), 'bids are of bidders');
  return {
    ...award,
    bidderId,
    partyId: assertDefined(parties.get(bidderId), 'bidders are parties'),
    lotIds: lots.filter(({ item }) => items?.includes(item) ?? true).map(({ lotId }) => lotId),
  };
}
