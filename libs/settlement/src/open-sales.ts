import { Injectable } from '@nestjs/common';
import { AuctionService, type Award, type ClearedAuction } from '#libs/auction';
import { assert, type Id, ok } from '#libs/kernel';
import { newId, SystemClock, type Tx, UnitOfWork } from '#libs/platform';
import { type LotKind, RightsService } from '#libs/rights';
import { heldBack } from './core/index.js';
import { type SaleRow, SaleStore } from './sale.store.js';

/** Rights whose buyer needs the files of the version. The others are used on the seller's side. */
const KINDS_WITH_FILES: readonly LotKind[] = ['weights', 'exclusive-licence', 'usage-licence'];

/** Makes a sale of each award of a cleared auction, once. */
@Injectable()
export class OpenSales {
  readonly #store: SaleStore;
  readonly #auctions: AuctionService;
  readonly #rights: RightsService;
  readonly #unitOfWork: UnitOfWork;
  readonly #clock: SystemClock;

  constructor(
    store: SaleStore,
    auctions: AuctionService,
    rights: RightsService,
    unitOfWork: UnitOfWork,
    clock: SystemClock,
  ) {
    this.#store = store;
    this.#auctions = auctions;
    this.#rights = rights;
    this.#unitOfWork = unitOfWork;
    this.#clock = clock;
  }

  async open(auctionId: Id<'auction'>): Promise<void> {
    await this.#unitOfWork.run<undefined, never>(async (tx) => {
      const auction = await this.#auctions.lockForSettlement(tx, auctionId);
      if (auction === undefined || (await this.#store.existFor(tx, auctionId))) return ok(undefined);
      const withFiles = await this.#lotsWithFiles(tx, auction);
      const sales = auction.awards.map((award) => saleOf(auction, award, withFiles));
      assert(sales.length > 0, `auction ${auctionId} is cleared: somebody has won`);
      const cause = { at: this.#clock.now(), actorId: null, reason: 'the auction was cleared' };
      await this.#store.insertAll(tx, sales, cause);
      return ok(undefined);
    });
  }

  async #lotsWithFiles(tx: Tx, { auctionId, lots }: ClearedAuction): Promise<ReadonlySet<Id<'lot'>>> {
    const withFiles = new Set<Id<'lot'>>();
    for (const { lotId } of lots) {
      const lot = await this.#rights.lot(lotId, tx);
      assert(lot.ok, `auction ${auctionId} sells a lot that exists: ${lotId}`);
      if (KINDS_WITH_FILES.includes(lot.value.kind)) withFiles.add(lotId);
    }
    return withFiles;
  }
}

const saleOf = (
  { auctionId, sellerId, currency, depositMinor, lifecycle, clearedAt }: ClearedAuction,
  { bidderId, partyId, bidId, lotIds, quantity, priceMinor }: Award,
  withFiles: ReadonlySet<Id<'lot'>>,
): SaleRow => ({
  id: newId('sale'),
  auctionId,
  sellerId,
  buyerId: partyId,
  bidderId,
  bidId,
  lotIds,
  quantity: quantity ?? null,
  currency,
  priceMinor,
  depositMinor,
  heldMinor: heldBack(priceMinor, lifecycle.holdbackBps),
  hasFiles: lotIds.some((lotId) => withFiles.has(lotId)),
  state: 'due',
  soldAt: clearedAt,
  payBy: new Date(clearedAt.getTime() + lifecycle.paymentWindowMs),
  deliverBy: null,
  inspectBy: null,
  releaseAt: null,
});
