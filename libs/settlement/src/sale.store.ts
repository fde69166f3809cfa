import { Injectable } from '@nestjs/common';
import { asCurrency, asId, assert, assertDefined, type Currency, type Id } from '#libs/kernel';
import { type Prisma, PrismaService, type Tx } from '#libs/platform';
import { isResolved, SALE_STATES, type SaleState, saleTransition } from './core/index.js';

/** What one buyer won of an auction, and how far it got. Amounts are minor units of `currency`. */
export type SaleRow = {
  readonly id: Id<'sale'>;
  readonly auctionId: Id<'auction'>;
  readonly sellerId: Id<'party'>;
  readonly buyerId: Id<'party'>;
  /** The buyer's pseudonym in this auction. */
  readonly bidderId: Id<'bidder'>;
  readonly bidId: string;
  readonly lotIds: readonly Id<'lot'>[];
  /** Units of the lot; null where lots are sold as a whole. */
  readonly quantity: bigint | null;
  readonly currency: Currency;
  readonly priceMinor: bigint;
  readonly depositMinor: bigint;
  /** What of the price is kept when the sale is accepted. */
  readonly heldMinor: bigint;
  /** Whether there is anything to deliver and to inspect. */
  readonly hasFiles: boolean;
  readonly state: SaleState;
  /** When the auction was cleared. */
  readonly soldAt: Date;
  readonly payBy: Date;
  readonly deliverBy: Date | null;
  readonly inspectBy: Date | null;
  readonly releaseAt: Date | null;
};

export type SaleTransitionRow = {
  readonly fromState: SaleState | null;
  readonly toState: SaleState;
  readonly at: Date;
  readonly actorId: Id<'party'> | null;
  readonly reason: string;
};

/** Why a state changes: by whom, when, and in words. */
export type SaleCause = Pick<SaleTransitionRow, 'at' | 'actorId' | 'reason'>;

type Deadlines = Partial<Pick<SaleRow, 'deliverBy' | 'inspectBy' | 'releaseAt'>>;

@Injectable()
export class SaleStore {
  readonly #prisma: PrismaService;

  constructor(prisma: PrismaService) {
    this.#prisma = prisma;
  }

  async insertAll(tx: Tx, sales: readonly SaleRow[], cause: SaleCause): Promise<void> {
    await tx.sale.createMany({ data: sales.map(({ lotIds: _, ...sale }) => sale) });
    await tx.saleLot.createMany({
      data: sales.flatMap(({ id: saleId, lotIds }) => lotIds.map((lotId) => ({ saleId, lotId }))),
    });
    await tx.saleTransition.createMany({
      data: sales.map(({ id: saleId, state }) => ({ saleId, fromState: null, toState: state, ...cause })),
    });
  }

  async find(id: Id<'sale'>, tx: Tx = this.#prisma): Promise<SaleRow | undefined> {
    const row = await tx.sale.findUnique({ where: { id }, include: WITH_LOTS });
    return row === null ? undefined : toSale(row);
  }

  /** A sale that is known to exist, as it stands under a row lock. */
  async lock(tx: Tx, id: Id<'sale'>): Promise<SaleRow> {
    await tx.$executeRaw`SELECT 1 FROM "sale" WHERE "id" = ${id}::uuid FOR UPDATE`;
    return assertDefined(await this.find(id, tx), `a sale is never deleted: ${id}`);
  }

  /** Changes the state and records why. The caller holds the row and asks only for what is legal. */
  async move(
    tx: Tx,
    sale: SaleRow,
    to: SaleState,
    cause: SaleCause,
    deadlines: Deadlines = {},
  ): Promise<SaleRow> {
    const next = saleTransition(sale.state, to);
    assert(next.ok, `sale ${sale.id} cannot go from ${sale.state} to ${to}`);
    await tx.sale.update({ where: { id: sale.id }, data: { state: to, ...deadlines } });
    await tx.saleTransition.create({
      data: { saleId: sale.id, fromState: sale.state, toState: to, ...cause },
    });
    return { ...sale, state: to, ...deadlines };
  }

  /** All sales of an auction, in the order of their ids. */
  async ofAuction(tx: Tx, auctionId: Id<'auction'>): Promise<readonly SaleRow[]> {
    const rows = await tx.sale.findMany({
      where: { auctionId },
      orderBy: { id: 'asc' },
      include: WITH_LOTS,
    });
    return rows.map(toSale);
  }

  async existFor(tx: Tx, auctionId: Id<'auction'>): Promise<boolean> {
    return (await tx.sale.count({ where: { auctionId } })) > 0;
  }

  /** Whether the auction waits for any of its sales. */
  async hasUnresolved(tx: Tx, auctionId: Id<'auction'>): Promise<boolean> {
    const state = { in: SALE_STATES.filter((candidate) => !isResolved(candidate)) };
    return (await tx.sale.count({ where: { auctionId, state } })) > 0;
  }

  /** A page of an auction's sales, oldest first. */
  async listOfAuction(
    auctionId: Id<'auction'>,
    after: Id<'sale'> | undefined,
    limit: number,
  ): Promise<readonly SaleRow[]> {
    return this.#page({ auctionId }, after, limit);
  }

  /** A page of what a party bought or sold, oldest first. */
  async listOfParty(
    partyId: Id<'party'>,
    after: Id<'sale'> | undefined,
    limit: number,
  ): Promise<readonly SaleRow[]> {
    return this.#page({ OR: [{ buyerId: partyId }, { sellerId: partyId }] }, after, limit);
  }

  async transitions(id: Id<'sale'>, tx: Tx = this.#prisma): Promise<readonly SaleTransitionRow[]> {
    const rows = await tx.saleTransition.findMany({ where: { saleId: id }, orderBy: { id: 'asc' } });
    return rows.map(({ fromState, toState, at, actorId, reason }) => ({
      fromState: fromState as SaleState | null,
      toState: toState as SaleState,
      at,
      actorId: actorId === null ? null : asId('party', actorId),
      reason,
    }));
  }

  async dueIdsOfAuction(auctionId: Id<'auction'>): Promise<readonly Id<'sale'>[]> {
    const rows = await this.#prisma.sale.findMany({
      where: { auctionId, state: 'due' },
      orderBy: { id: 'asc' },
      select: { id: true },
    });
    return rows.map(({ id }) => asId('sale', id));
  }

  /**
   * Sales for which time alone may have something to do, after the one with the given id. A holdback waits until its
   * auction is settled, however short it is.
   */
  async pendingIds(at: Date, after: Id<'sale'> | undefined, limit: number): Promise<readonly Id<'sale'>[]> {
    const rows = await this.#prisma.sale.findMany({
      where: {
        ...(after === undefined ? {} : { id: { gt: after } }),
        OR: [
          { state: 'due' },
          { state: 'paid', deliverBy: { lte: at } },
          { state: 'delivered', inspectBy: { lte: at } },
          {
            state: 'accepted',
            releaseAt: { lte: at },
            auction: { settlements: { some: { saleId: null } } },
          },
        ],
      },
      orderBy: { id: 'asc' },
      take: limit,
      select: { id: true },
    });
    return rows.map(({ id }) => asId('sale', id));
  }

  async #page(
    where: Prisma.SaleWhereInput,
    after: Id<'sale'> | undefined,
    limit: number,
  ): Promise<readonly SaleRow[]> {
    const rows = await this.#prisma.sale.findMany({
      where: { ...where, ...(after === undefined ? {} : { id: { gt: after } }) },
      orderBy: { id: 'asc' },
      take: limit,
      include: WITH_LOTS,
    });
    return rows.map(toSale);
  }
}

const WITH_LOTS = { lots: { select: { lotId: true }, orderBy: { lotId: 'asc' } } } as const;

const toSale = ({ lots, ...row }: Prisma.SaleGetPayload<{ include: typeof WITH_LOTS }>): SaleRow => ({
  ...row,
  id: asId('sale', row.id),
  auctionId: asId('auction', row.auctionId),
  sellerId: asId('party', row.sellerId),
  buyerId: asId('party', row.buyerId),
  bidderId: asId('bidder', row.bidderId),
  lotIds: lots.map(({ lotId }) => asId('lot', lotId)),
  currency: asCurrency(row.currency),
  state: row.state as SaleState,
});
