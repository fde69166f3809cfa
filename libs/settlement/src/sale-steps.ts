import { Injectable } from '@nestjs/common';
import { partyAccount } from '#core/ledger';
import { AuctionService, type ClearedAuction } from '#libs/auction';
import { ok, type Result } from '#libs/kernel';
import { LedgerService } from '#libs/ledger';
import { Outbox, type Problem, SystemClock, type Tx } from '#libs/platform';
import { RightsService } from '#libs/rights';
import {
  collectPosting,
  forfeitPosting,
  isResolved,
  refundPosting,
  type SaleMoney,
  type SaleState,
} from './core/index.js';
import { type SaleCause, type SaleRow, SaleStore } from './sale.store.js';
import { settleAuctionJob } from './settlement.jobs.js';

/** A sale with its auction, both for this transaction alone. */
export type HeldSale = { readonly auction: ClearedAuction; readonly sale: SaleRow };

/** Who takes a step, and why; null when time does. */
export type StepReason = Pick<SaleCause, 'actorId' | 'reason'>;

/**
 * The steps of a sale, each within a transaction that holds it. Money moves last: the ledger's accounts are shared, so
 * they are held shortly.
 */
@Injectable()
export class SaleSteps {
  readonly #store: SaleStore;
  readonly #auctions: AuctionService;
  readonly #rights: RightsService;
  readonly #ledger: LedgerService;
  readonly #outbox: Outbox;
  readonly #clock: SystemClock;

  constructor(
    store: SaleStore,
    auctions: AuctionService,
    rights: RightsService,
    ledger: LedgerService,
    outbox: Outbox,
    clock: SystemClock,
  ) {
    this.#store = store;
    this.#auctions = auctions;
    this.#rights = rights;
    this.#ledger = ledger;
    this.#outbox = outbox;
    this.#clock = clock;
  }

  /** Locks the auction, then the sale. Undefined when the auction has ended: all its sales are then resolved. */
  async hold(tx: Tx, { id, auctionId }: Pick<SaleRow, 'id' | 'auctionId'>): Promise<HeldSale | undefined> {
    const auction = await this.#auctions.lockForSettlement(tx, auctionId);
    return auction === undefined ? undefined : { auction, sale: await this.#store.lock(tx, id) };
  }

  /** Whether the price seems to be there: a look without locks, so that nobody waits for a buyer without money. */
  async hasPrice(tx: Tx, { buyerId, currency, priceMinor, depositMinor }: SaleRow): Promise<boolean> {
    const available = await this.#ledger.balance(tx, partyAccount(buyerId, currency, 'available'));
    return depositMinor + available >= priceMinor;
  }

  /**
   * Takes the price into escrow. A sale without files is delivered and accepted in the same moment: its right is used
   * on the seller's side. `insufficient-funds` when the buyer does not have the price.
   */
  async pay(tx: Tx, { auction, sale }: HeldSale, by: StepReason): Promise<Result<SaleRow, Problem>> {
    const now = this.#clock.now();
    const deliverBy = later(now, auction.lifecycle.deliveryWindowMs);
    const paid = await this.#move(tx, sale, 'paid', by, { deliverBy });
    const reached = sale.hasFiles ? paid : await this.#handOver(tx, { auction, sale: paid });
    return this.#book(tx, collectPosting(moneyOf(sale)), reached);
  }

  async deliver(tx: Tx, { auction, sale }: HeldSale, by: StepReason): Promise<SaleRow> {
    const inspectBy = later(this.#clock.now(), auction.lifecycle.inspectionWindowMs);
    return this.#move(tx, sale, 'delivered', by, { inspectBy });
  }

  contest(tx: Tx, { sale }: HeldSale, by: StepReason): Promise<SaleRow> {
    return this.#move(tx, sale, 'contested', by);
  }

  /** The buyer holds the right from now on. The holdback runs from `since`. */
  async accept(
    tx: Tx,
    { auction, sale }: HeldSale,
    by: StepReason,
    since = this.#clock.now(),
  ): Promise<SaleRow> {
    for (const lotId of sale.lotIds)
      await this.#rights.grant(tx, {
        lotId,
        holderId: sale.buyerId,
        auctionId: sale.auctionId,
        quantity: sale.quantity,
      });
    return this.#move(tx, sale, 'accepted', by, { releaseAt: later(since, auction.lifecycle.holdbackMs) });
  }

  /** All of the price goes back. The seller's bond follows when the auction is settled. */
  async refund(tx: Tx, { sale }: HeldSale, by: StepReason): Promise<Result<SaleRow, Problem>> {
    const refunded = await this.#move(tx, sale, 'refunded', by);
    return this.#book(tx, refundPosting(moneyOf(sale)), refunded);
  }

  /** The deposit goes to the seller. */
  async default(tx: Tx, { sale }: HeldSale, by: StepReason): Promise<Result<SaleRow, Problem>> {
    const defaulted = await this.#move(tx, sale, 'defaulted', by);
    return this.#book(tx, forfeitPosting(moneyOf(sale)), defaulted);
  }

  async #handOver(tx: Tx, { auction, sale }: HeldSale): Promise<SaleRow> {
    const by = { actorId: null, reason: 'nothing is to be delivered for this kind of right' };
    const delivered = await this.deliver(tx, { auction, sale }, by);
    return this.accept(tx, { auction, sale: delivered }, by);
  }

  /** The last sale that is resolved wakes the settlement of the auction. */
  async #move(
    tx: Tx,
    sale: SaleRow,
    to: SaleState,
    by: StepReason,
    deadlines: Parameters<SaleStore['move']>[4] = {},
  ): Promise<SaleRow> {
    const moved = await this.#store.move(tx, sale, to, { at: this.#clock.now(), ...by }, deadlines);
    const { auctionId } = sale;
    if (isResolved(to) && !(await this.#store.hasUnresolved(tx, auctionId)))
      await this.#outbox.enqueue(tx, settleAuctionJob, [{ auctionId }]);
    return moved;
  }

  async #book(
    tx: Tx,
    postings: Parameters<LedgerService['postAll']>[1],
    sale: SaleRow,
  ): Promise<Result<SaleRow, Problem>> {
    const booked = await this.#ledger.postAll(tx, postings);
    return booked.ok ? ok(sale) : booked;
  }
}

/** The part of a sale that postings are made of. */
export const moneyOf = ({ id, ...sale }: SaleRow): SaleMoney => ({ saleId: id, ...sale });

const later = (from: Date, ms: number): Date => new Date(from.getTime() + ms);
