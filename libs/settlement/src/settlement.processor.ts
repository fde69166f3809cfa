import { Injectable, Logger } from '@nestjs/common';
import { AuctionService } from '#libs/auction';
import { encodeId, type Id } from '#libs/kernel';
import { HandlesJob, SystemClock } from '#libs/platform';
import { AdvanceSale } from './advance-sale.js';
import { OpenSales } from './open-sales.js';
import { SaleStore } from './sale.store.js';
import { SettleAuction } from './settle-auction.js';
import { settleAuctionJob, sweepJob } from './settlement.jobs.js';

/** How many sales are looked up at once; all of them are looked at. */
const SALES_PER_PAGE = 500;

/** Brings cleared auctions to their end: when it is told of one, and again and again as deadlines pass. */
@Injectable()
export class SettlementProcessor {
  readonly #logger = new Logger(SettlementProcessor.name);
  readonly #openSales: OpenSales;
  readonly #advanceSale: AdvanceSale;
  readonly #settleAuction: SettleAuction;
  readonly #sales: SaleStore;
  readonly #auctions: AuctionService;
  readonly #clock: SystemClock;

  constructor(
    openSales: OpenSales,
    advanceSale: AdvanceSale,
    settleAuction: SettleAuction,
    sales: SaleStore,
    auctions: AuctionService,
    clock: SystemClock,
  ) {
    this.#openSales = openSales;
    this.#advanceSale = advanceSale;
    this.#settleAuction = settleAuction;
    this.#sales = sales;
    this.#auctions = auctions;
    this.#clock = clock;
  }

  /** Collects from winners who have the price, and settles at once where nothing is to be waited for. */
  @HandlesJob(settleAuctionJob)
  async settle({ auctionId }: { auctionId: Id<'auction'> }): Promise<void> {
    await this.#openSales.open(auctionId);
    for (const saleId of await this.#sales.dueIdsOfAuction(auctionId))
      await this.#advanceSale.advance(saleId);
    await this.#settleAuction.settle(auctionId);
  }

  @HandlesJob(sweepJob)
  async sweep(): Promise<void> {
    await this.#eachCleared((id) => this.#openSales.open(id));
    const at = this.#clock.now();
    let page = await this.#sales.pendingIds(at, undefined, SALES_PER_PAGE);
    while (page.length > 0) {
      for (const id of page) await this.#alone('sale', id, () => this.#advanceSale.advance(id));
      page = await this.#sales.pendingIds(at, page.at(-1), SALES_PER_PAGE);
    }
    await this.#eachCleared((id) => this.#settleAuction.settle(id));
  }

  /** Auctions may stay cleared for weeks: those that wait do not keep later ones from their turn. */
  async #eachCleared(step: (id: Id<'auction'>) => Promise<unknown>): Promise<void> {
    let page = await this.#auctions.clearedAuctionIds(undefined);
    while (page.length > 0) {
      for (const id of page)
        await this.#alone('auction', id, async () => {
          await step(id);
        });
      page = await this.#auctions.clearedAuctionIds(page.at(-1));
    }
  }

  /** One that fails does not keep the others from being brought on. */
  async #alone<K extends 'auction' | 'sale'>(kind: K, id: Id<K>, step: () => Promise<void>): Promise<void> {
    try {
      await step();
    } catch (error) {
      this.#logger.error(
        { err: error as Error, [kind]: encodeId(kind, id) },
        'a sale could not be brought on',
      );
    }
  }
}
