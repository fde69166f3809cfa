import { Injectable } from '@nestjs/common';
import type { LotKind } from '#core/rights';
import { asCurrency, asId, assert, type Currency, type Id } from '#libs/kernel';
import { type Prisma, PrismaService, type Tx } from '#libs/platform';
import type { sealing } from './core/index.js';
import { type CountedOrder, type DecayBand, mayMove, type OrderState } from './core/standing-orders/index.js';

export type OrderRow = {
  readonly id: Id<'standingOrder'>;
  readonly partyId: Id<'party'>;
  readonly bidderPublicKey: string;
  readonly bookDigest: string;
  readonly lotKind: LotKind;
  readonly formats: sealing.OrderFormat[];
  readonly domain: string | null;
  readonly currency: Currency;
  readonly revenueMinMinor: bigint;
  readonly revenueMaxMinor: bigint | null;
  readonly decayBand: DecayBand | null;
  readonly depositMaxMinor: bigint;
  readonly expiresAt: Date;
  readonly envelopeDigest: string;
  readonly state: OrderState;
  readonly auctionId: Id<'auction'> | null;
  readonly placedAt: Date;
};

/** Who changed the state of an order, when and why. No actor: the clock or an auction. */
export type OrderCause = {
  readonly at: Date;
  readonly actorId: Id<'party'> | null;
  readonly reason: string;
};

export type OrderTransition = OrderCause & {
  readonly fromState: OrderState | null;
  readonly toState: OrderState;
};

/** Where a page of candidates ended. */
export type PlaceInLine = Pick<OrderRow, 'placedAt' | 'id'>;

/** Everything but the envelope, which is read only to be entered into an auction. */
const WITHOUT_ENVELOPE = { envelope: true } as const;

@Injectable()
export class StandingOrderStore {
  readonly #prisma: PrismaService;

  constructor(prisma: PrismaService) {
    this.#prisma = prisma;
  }

  /** Two orders of one buyer at a time are counted one after the other. */
  async lockBuyer(tx: Tx, partyId: Id<'party'>): Promise<void> {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`standing orders ${partyId}`}, 0))`;
  }

  async countStanding(tx: Tx, partyId: Id<'party'>): Promise<number> {
    return tx.standingOrder.count({ where: { partyId, state: 'standing' } });
  }

  /** False when the id or the key stands for an order already. */
  async insert(tx: Tx, order: OrderRow, envelope: Uint8Array, cause: OrderCause): Promise<boolean> {
    const { count } = await tx.standingOrder.createMany({
      data: [{ ...order, envelope: Uint8Array.from(envelope) }],
      skipDuplicates: true,
    });
    if (count === 0) return false;
    await tx.standingOrderTransition.create({
      data: { orderId: order.id, fromState: null, toState: order.state, ...cause },
    });
    return true;
  }

  async findOfBuyer(
    id: Id<'standingOrder'>,
    partyId: Id<'party'>,
    tx: Tx = this.#prisma,
  ): Promise<OrderRow | undefined> {
    const row = await tx.standingOrder.findFirst({ where: { id, partyId }, omit: WITHOUT_ENVELOPE });
    return row === null ? undefined : toRow(row);
  }

  /** In the order of their ids. */
  async listOfBuyer(
    partyId: Id<'party'>,
    after: Id<'standingOrder'> | undefined,
    limit: number,
  ): Promise<readonly OrderRow[]> {
    const rows = await this.#prisma.standingOrder.findMany({
      where: { partyId, ...(after === undefined ? {} : { id: { gt: after } }) },
      orderBy: { id: 'asc' },
      take: limit,
      omit: WITHOUT_ENVELOPE,
    });
    return rows.map(toRow);
  }

  async transitions(id: Id<'standingOrder'>, tx: Tx = this.#prisma): Promise<OrderTransition[]> {
    const rows = await tx.standingOrderTransition.findMany({
      where: { orderId: id },
      orderBy: { id: 'asc' },
      omit: { id: true, orderId: true },
    });
    return rows.map(({ fromState, toState, actorId, ...rest }) => ({
      ...rest,
      fromState: fromState as OrderState | null,
      toState: toState as OrderState,
      actorId: actorId === null ? null : asId('party', actorId),
    }));
  }

  /** Waits for whoever moves the order at this moment. */
  async lock(tx: Tx, id: Id<'standingOrder'>): Promise<void> {
    await tx.$queryRaw`SELECT "id" FROM "standing_order" WHERE "id" = ${id}::uuid FOR UPDATE`;
  }

  /** Those of the orders that stand and that nobody else is moving; they stay put until the transaction ends. */
  async lockStanding(tx: Tx, ids: readonly Id<'standingOrder'>[]): Promise<ReadonlySet<Id<'standingOrder'>>> {
    const rows = await tx.$queryRaw<{ id: string }[]>`
      SELECT "id" FROM "standing_order" WHERE "id" = ANY (${[...ids]}::uuid[]) AND "state" = 'standing'
        ORDER BY "id" FOR UPDATE SKIP LOCKED`;
    return new Set(rows.map(({ id }) => asId('standingOrder', id)));
  }

  /** Orders that stand for such a lot, the first placed first. */
  async candidates(
    tx: Tx,
    lot: Pick<OrderRow, 'bookDigest' | 'lotKind' | 'currency'>,
    after: PlaceInLine | undefined,
    limit: number,
  ): Promise<readonly OrderRow[]> {
    const { bookDigest, lotKind, currency } = lot;
    const behind: Prisma.StandingOrderWhereInput =
      after === undefined
        ? {}
        : {
            OR: [{ placedAt: { gt: after.placedAt } }, { placedAt: after.placedAt, id: { gt: after.id } }],
          };
    const rows = await tx.standingOrder.findMany({
      where: { state: 'standing', bookDigest, lotKind, currency, ...behind },
      orderBy: [{ placedAt: 'asc' }, { id: 'asc' }],
      take: limit,
      omit: WITHOUT_ENVELOPE,
    });
    return rows.map(toRow);
  }

  /** What an auction took and has not spent, with the envelopes, the first placed first. */
  async matchedBy(
    tx: Tx,
    auctionId: Id<'auction'>,
  ): Promise<readonly { readonly order: OrderRow; readonly envelope: Uint8Array }[]> {
    const rows = await tx.standingOrder.findMany({
      where: { auctionId, state: 'matched' },
      orderBy: [{ placedAt: 'asc' }, { id: 'asc' }],
    });
    return rows.map(({ envelope, ...row }) => {
      assert(envelope !== null, 'what is matched is kept');
      return { order: toRow(row), envelope: Uint8Array.from(envelope) };
    });
  }

  /** Orders whose time is over, locked; those that somebody else is moving come next time. */
  async lockExpired(tx: Tx, now: Date, limit: number): Promise<readonly Id<'standingOrder'>[]> {
    const rows = await tx.$queryRaw<{ id: string }[]>`
      SELECT "id" FROM "standing_order" WHERE "state" = 'standing' AND "expires_at" <= ${now}
        ORDER BY "expires_at" LIMIT ${limit} FOR UPDATE SKIP LOCKED`;
    return rows.map(({ id }) => asId('standingOrder', id));
  }

  /** Moves orders that are locked, all of them from one state to another. What ends without an auction is erased. */
  async move(
    tx: Tx,
    ids: readonly Id<'standingOrder'>[],
    {
      from,
      to,
      auctionId,
    }: { readonly from: OrderState; readonly to: OrderState; readonly auctionId?: Id<'auction'> },
    cause: OrderCause,
  ): Promise<void> {
    assert(mayMove(from, to), `a standing order does not become ${to} from ${from}`);
    const ends = to === 'withdrawn' || to === 'expired';
    const { count } = await tx.standingOrder.updateMany({
      where: { id: { in: [...ids] }, state: from },
      data: {
        state: to,
        ...(ends ? { envelope: null } : {}),
        ...(to === 'matched' || to === 'standing' ? { auctionId: auctionId ?? null } : {}),
      },
    });
    assert(count === ids.length, 'locked orders stay as they are');
    await tx.standingOrderTransition.createMany({
      data: ids.map((orderId) => ({ orderId, fromState: from, toState: to, ...cause })),
    });
  }

  /** All that stand, as the demand map counts them. */
  async standing(
    tx: Tx,
  ): Promise<readonly (Omit<CountedOrder, 'buyer'> & { readonly partyId: Id<'party'> })[]> {
    const rows = await tx.standingOrder.findMany({
      where: { state: 'standing' },
      select: {
        partyId: true,
        lotKind: true,
        domain: true,
        currency: true,
        revenueMinMinor: true,
        decayBand: true,
      },
    });
    return rows.map(({ partyId, lotKind, currency, decayBand, ...row }) => ({
      ...row,
      partyId: asId('party', partyId),
      lotKind: lotKind as LotKind,
      currency: asCurrency(currency),
      decayBand: decayBand as DecayBand | null,
    }));
  }
}

const toRow = (row: Prisma.StandingOrderGetPayload<{ omit: { envelope: true } }>): OrderRow => ({
  ...row,
  id: asId('standingOrder', row.id),
  partyId: asId('party', row.partyId),
  lotKind: row.lotKind as LotKind,
  formats: row.formats as sealing.OrderFormat[],
  currency: asCurrency(row.currency),
  decayBand: row.decayBand as DecayBand | null,
  state: row.state as OrderState,
  auctionId: row.auctionId === null ? null : asId('auction', row.auctionId),
});
