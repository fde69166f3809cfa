import { Injectable } from '@nestjs/common';
import { nextPage } from '#contract/platform';
import { AuctionService } from '#libs/auction';
import { CatalogService } from '#libs/catalog';
import { assert, assertDefined, err, type Id, ok, type Result } from '#libs/kernel';
import { type Actor, maySee, notFound, type Problem, type Tx } from '#libs/platform';
import { RightsService } from '#libs/rights';
import type { z } from 'zod';
import type { mySalePage, saleDetail, salePage, saleQuery, saleView } from './sale.contract.js';
import { type SaleRow, SaleStore } from './sale.store.js';

export type SaleDetail = z.output<typeof saleDetail>;

/** What is told of sales: to everybody, and to those whom they concern. */
@Injectable()
export class SaleService {
  readonly #store: SaleStore;
  readonly #auctions: AuctionService;
  readonly #rights: RightsService;
  readonly #catalog: CatalogService;

  constructor(store: SaleStore, auctions: AuctionService, rights: RightsService, catalog: CatalogService) {
    this.#store = store;
    this.#auctions = auctions;
    this.#rights = rights;
    this.#catalog = catalog;
  }

  /** The sales of an auction, oldest first, without the parties. */
  async ofAuction(
    auctionId: Id<'auction'>,
    { after, limit }: z.output<typeof saleQuery>,
  ): Promise<Result<z.output<typeof salePage>, Problem>> {
    const auction = await this.#auctions.auction(auctionId);
    if (!auction.ok) return auction;
    const sales = await this.#store.listOfAuction(auctionId, after, limit);
    return ok({ sales: sales.map(viewOf), next: nextPage(sales, limit) });
  }

  /** What the actor bought and sold, oldest first. */
  async ofActor(
    { partyId }: Actor,
    { after, limit }: z.output<typeof saleQuery>,
  ): Promise<z.output<typeof mySalePage>> {
    const sales = await this.#store.listOfParty(partyId, after, limit);
    return {
      sales: sales.map((sale) => ({
        ...viewOf(sale),
        role: sale.buyerId === partyId ? ('buyer' as const) : ('seller' as const),
      })),
      next: nextPage(sales, limit),
    };
  }

  async sale(actor: Actor, id: Id<'sale'>): Promise<Result<SaleDetail, Problem>> {
    const sale = await this.#store.find(id);
    if (sale === undefined) return err(notFound('sale'));
    const concerned = maySee(actor, sale.buyerId) || maySee(actor, sale.sellerId);
    return concerned ? ok(await this.detail(sale)) : err(notFound('sale'));
  }

  async detail(sale: SaleRow, tx?: Tx): Promise<SaleDetail> {
    const { sellerId, buyerId, depositMinor } = sale;
    return {
      ...viewOf(sale),
      sellerId,
      buyerId,
      depositMinor,
      rootDigest: sale.hasFiles ? await this.#rootDigest(sale, tx) : null,
      transitions: [...(await this.#store.transitions(sale.id, tx))],
    };
  }

  /** All lots of an auction are of one version. */
  async #rootDigest({ id, lotIds: [lotId] }: SaleRow, tx: Tx | undefined): Promise<string> {
    const lot = await this.#rights.lot(assertDefined(lotId, `sale ${id} is of a lot`), tx);
    assert(lot.ok, `the lot of sale ${id} exists`);
    const version = await this.#catalog.version(lot.value.versionId, tx);
    assert(version.ok, 'a version that was sold exists');
    return version.value.rootDigest;
  }
}

const viewOf = ({
  sellerId: _seller,
  buyerId: _buyer,
  depositMinor: _deposit,
  hasFiles: _files,
  lotIds,
  ...sale
}: SaleRow): z.output<typeof saleView> => ({ ...sale, lotIds: [...lotIds] });
