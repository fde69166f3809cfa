import { Injectable } from '@nestjs/common';
import { AttributionService } from '#libs/attribution';
import { AuctionService, type ClearedAuction } from '#libs/auction';
import { assert, type Id, ok, type Result } from '#libs/kernel';
import { LedgerService } from '#libs/ledger';
import { newId, Outbox, type Problem, SystemClock, type Tx, UnitOfWork } from '#libs/platform';
import { RightsService } from '#libs/rights';
import {
  bondPostings,
  distributePostings,
  isResolved,
  proceedsOfSales,
  salesStatementOf,
  splitProceeds,
} from './core/index.js';
import { type SaleRow, SaleStore } from './sale.store.js';
import { auctionSettled } from './settlement.jobs.js';
import { SettlementStore } from './settlement.store.js';

/** Ends an auction whose sales are all resolved: pays out what was accepted, and ends the seller's bond. */
@Injectable()
export class SettleAuction {
  readonly #store: SettlementStore;
  readonly #sales: SaleStore;
  readonly #auctions: AuctionService;
  readonly #attribution: AttributionService;
  readonly #rights: RightsService;
  readonly #ledger: LedgerService;
  readonly #outbox: Outbox;
  readonly #unitOfWork: UnitOfWork;
  readonly #clock: SystemClock;

  constructor(
    store: SettlementStore,
    sales: SaleStore,
    auctions: AuctionService,
    attribution: AttributionService,
    rights: RightsService,
    ledger: LedgerService,
    outbox: Outbox,
    unitOfWork: UnitOfWork,
    clock: SystemClock,
  ) {
    this.#store = store;
    this.#sales = sales;
    this.#auctions = auctions;
    this.#attribution = attribution;
    this.#rights = rights;
    this.#ledger = ledger;
    this.#outbox = outbox;
    this.#unitOfWork = unitOfWork;
    this.#clock = clock;
  }

  /**
   * Does nothing while a sale is unresolved, or when the auction has ended already: all of it or nothing, and once.
   *
   * Locks are taken in the order auction, lot, ledger accounts. The ledger comes last: its escrow is shared by all
   * settlements of a currency, so it is held shortly.
   */
  async settle(auctionId: Id<'auction'>): Promise<void> {
    const settled = await this.#unitOfWork.run<undefined, Problem>(async (tx) => {
      const auction = await this.#auctions.lockForSettlement(tx, auctionId);
      if (auction === undefined) return ok(undefined);
      const sales = await this.#sales.ofAuction(tx, auctionId);
      const isOver = sales.length > 0 && sales.every(({ state }) => isResolved(state));
      return isOver ? this.#end(tx, auction, sales) : ok(undefined);
    });
    assert(settled.ok, `the money of auction ${auctionId} stands where its sales left it`);
  }

  async #end(
    tx: Tx,
    auction: ClearedAuction,
    sales: readonly SaleRow[],
  ): Promise<Result<undefined, Problem>> {
    const { auctionId } = auction;
    for (const { lotId } of auction.lots) await this.#rights.endAuction(tx, lotId, auctionId);
    const accepted = sales.filter(({ state }) => state === 'accepted');
    const refunded = sales.filter(({ state }) => state === 'refunded');
    const payouts = accepted.length === 0 ? [] : await this.#payOut(tx, auction, accepted);
    if (accepted.length > 0) await this.#auctions.markSettled(tx, auctionId, 'paid, delivered and paid out');
    else if (refunded.length > 0) await this.#auctions.markSettled(tx, auctionId, 'every sale was refunded');
    else await this.#auctions.markDefaulted(tx, auctionId, 'nobody paid');
    const bond = bondPostings(
      auction,
      refunded.map(({ id: saleId, ...sale }) => ({ saleId, ...sale })),
    );
    const booked = await this.#ledger.postAll(tx, [...payouts, ...bond]);
    return booked.ok ? ok(undefined) : booked;
  }

  /** Writes the statement, tells that the auction is settled, and answers with what is still to be booked. */
  async #payOut(
    tx: Tx,
    { auctionId, modelId, versionId, currency, weightSetId, platformFeeBps, lifecycle }: ClearedAuction,
    accepted: readonly SaleRow[],
  ): Promise<ReturnType<typeof distributePostings>> {
    const { holdbackBps } = lifecycle;
    const weights = await this.#attribution.frozenWeights(tx, weightSetId);
    const { grossMinor } = proceedsOfSales(accepted, holdbackBps);
    const proceeds = splitProceeds({ grossMinor, feeBps: platformFeeBps, shares: weights.shares });
    assert(proceeds.ok, 'prices, the fee and frozen weights were checked when they were written');
    const about = { auctionId, modelId, versionId, currency, weights };
    const [id, at] = [newId('settlement'), this.#clock.now()];
    await this.#store.insert(tx, {
      id,
      auctionId,
      saleId: null,
      weightSetId,
      currency,
      grossMinor,
      statement: salesStatementOf(about, accepted, holdbackBps, proceeds.value),
      settledAt: at,
    });
    const cause = { at, actorId: null, reason: 'nothing is held back' };
    for (const sale of accepted)
      if (sale.heldMinor === 0n) await this.#sales.move(tx, sale, 'released', cause);
    await this.#outbox.publish(tx, auctionSettled, { auctionId, settlementId: id });
    return distributePostings(auctionId, currency, proceeds.value);
  }
}
