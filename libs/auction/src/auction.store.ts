import { Injectable } from '@nestjs/common';
import {
  asCurrency,
  asId,
  assert,
  assertDefined,
  canonicalJson,
  type Currency,
  decodeId,
  digestOf,
  type Id,
  type Json,
  parseJson,
} from '#libs/kernel';
import { PrismaService, type Tx } from '#libs/platform';
import {
  type Announcement,
  announcementSchema,
  type AuctionFormat,
  type AuctionState,
  type SealedAuctionOutcome,
  sealedOutcomeSchema,
  sealing,
  transition,
} from './core/index.js';

export type AuctionLot = { readonly item: string; readonly lotId: Id<'lot'> };

export type AuctionRow = {
  readonly id: Id<'auction'>;
  readonly lots: readonly AuctionLot[];
  readonly valuationId: Id<'valuation'>;
  readonly sellerId: Id<'party'>;
  readonly format: AuctionFormat;
  readonly currency: Currency;
  readonly depositMinor: bigint;
  readonly bondMinor: bigint;
  readonly opensAt: Date;
  readonly closesAt: Date;
  readonly state: AuctionState;
  readonly announcement: Announcement;
  readonly announcementDigest: string;
  readonly closedAt: Date | null;
  readonly clearedAt: Date | null;
  readonly outcomeDigest: string | null;
};

/** A document of the data room. */
export type RoomDocument = { readonly name: string; readonly body: string };

export type TransitionRow = {
  readonly fromState: AuctionState | null;
  readonly toState: AuctionState;
  readonly at: Date;
  readonly actorId: Id<'party'> | null;
  readonly reason: string;
};

/** Why a state changes: by whom, when, and in words. */
export type Cause = Pick<TransitionRow, 'at' | 'actorId' | 'reason'>;

/** Auctions, their states and their outcomes. Bidders, envelopes and the log have stores of their own. */
@Injectable()
export class AuctionStore {
  readonly #prisma: PrismaService;

  constructor(prisma: PrismaService) {
    this.#prisma = prisma;
  }

  async insert(tx: Tx, auction: AuctionRow, documents: readonly RoomDocument[], cause: Cause): Promise<void> {
    const { lots, sellerId: _, ...row } = auction;
    const auctionId = auction.id;
    await tx.auction.create({ data: { ...row, announcement: canonicalJson(auction.announcement) } });
    await tx.auctionLot.createMany({ data: lots.map((lot, position) => ({ auctionId, position, ...lot })) });
    await tx.auctionDocument.createMany({
      data: documents.map((document, position) => ({ auctionId, position, ...document })),
    });
    await tx.auctionTransition.create({
      data: { auctionId, fromState: null, toState: auction.state, ...cause },
    });
  }

  async find(id: Id<'auction'>, tx: Tx = this.#prisma): Promise<AuctionRow | undefined> {
    const row = await tx.auction.findUnique({ where: { id }, select: PUBLIC_COLUMNS });
    return row === null ? undefined : toAuction(row);
  }

  /** The auction, for this transaction alone: waits for bids that are being taken. */
  async lock(tx: Tx, id: Id<'auction'>): Promise<AuctionRow | undefined> {
    await tx.$executeRaw`SELECT 1 FROM "auction" WHERE "id" = ${id}::uuid FOR UPDATE`;
    return this.find(id, tx);
  }

  /** Newest first, before the auction with the given id. */
  async list(before: Id<'auction'> | undefined, limit: number): Promise<readonly AuctionRow[]> {
    const rows = await this.#prisma.auction.findMany({
      where: before === undefined ? {} : { id: { lt: before } },
      orderBy: { id: 'desc' },
      take: limit,
      select: PUBLIC_COLUMNS,
    });
    return rows.map(toAuction);
  }

  async transitions(id: Id<'auction'>): Promise<readonly TransitionRow[]> {
    const rows = await this.#prisma.auctionTransition.findMany({
      where: { auctionId: id },
      orderBy: { id: 'asc' },
    });
    return rows.map(({ fromState, toState, at, actorId, reason }) => ({
      fromState: fromState as AuctionState | null,
      toState: toState as AuctionState,
      at,
      actorId: actorId === null ? null : asId('party', actorId),
      reason,
    }));
  }

  async documents(id: Id<'auction'>): Promise<readonly RoomDocument[]> {
    return this.#prisma.auctionDocument.findMany({
      where: { auctionId: id },
      orderBy: { position: 'asc' },
      select: { name: true, body: true },
    });
  }

  /** Changes the state and records why. The caller holds the row and asks only for what is legal. */
  async move(
    tx: Tx,
    { id, state }: Pick<AuctionRow, 'id' | 'state'>,
    to: AuctionState,
    cause: Cause,
    changes: { readonly closesAt?: Date } | Closed | Decided = {},
  ): Promise<void> {
    const next = transition(state, to);
    assert(next.ok, `auction ${id} cannot go from ${state} to ${to}`);
    await tx.auction.update({ where: { id }, data: { state: next.value, ...changes } });
    await tx.auctionTransition.create({
      data: { auctionId: id, fromState: state, toState: next.value, ...cause },
    });
  }

  /** Those that were or should have been open at some time between the two, for this transaction alone. */
  async lockLiveBetween(tx: Tx, from: Date, to: Date): Promise<readonly AuctionRow[]> {
    const ids = await tx.$queryRaw<{ id: string }[]>`
      SELECT "id" FROM "auction"
      WHERE "state" IN ('announced', 'open') AND "opens_at" < ${to} AND "closes_at" > ${from}
      ORDER BY "id" FOR UPDATE`;
    const rows = await tx.auction.findMany({
      where: { id: { in: ids.map(({ id }) => id) } },
      orderBy: { id: 'asc' },
      select: PUBLIC_COLUMNS,
    });
    return rows.map(toAuction);
  }

  /** Those with something to do at this time, the first to close first. */
  async dueIds(at: Date, limit: number): Promise<readonly Id<'auction'>[]> {
    const rows = await this.#prisma.auction.findMany({
      where: {
        OR: [
          { state: 'announced', opensAt: { lte: at } },
          { state: 'open', closesAt: { lte: at } },
          { state: 'closed' },
        ],
      },
      orderBy: [{ closesAt: 'asc' }, { id: 'asc' }],
      take: limit,
      select: { id: true },
    });
    return rows.map(({ id }) => asId('auction', id));
  }

  async idsIn(
    state: AuctionState,
    after: Id<'auction'> | undefined,
    limit: number,
  ): Promise<Id<'auction'>[]> {
    const rows = await this.#prisma.auction.findMany({
      where: { state, ...(after === undefined ? {} : { id: { gt: after } }) },
      orderBy: { id: 'asc' },
      take: limit,
      select: { id: true },
    });
    return rows.map(({ id }) => asId('auction', id));
  }

  async findClosing(id: Id<'auction'>, tx: Tx = this.#prisma): Promise<sealing.SignedClosing | undefined> {
    const row = await tx.auction.findUnique({ where: { id }, select: { closing: true } });
    const text = row?.closing ?? undefined;
    return text === undefined ? undefined : sealing.signedClosingSchema.parse(readJson(text));
  }

  async findOutcome(id: Id<'auction'>, tx: Tx = this.#prisma): Promise<SealedAuctionOutcome | undefined> {
    const row = await tx.auction.findUnique({ where: { id }, select: { outcome: true } });
    const text = row?.outcome ?? undefined;
    return text === undefined ? undefined : sealedOutcomeSchema.parse(readJson(text));
  }

  /** One process at a time looks for outages. */
  async lockHeartbeat(tx: Tx): Promise<void> {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('salvor auction sweep', 0))`;
  }

  /** Notes that the sweep is alive; answers when it last was. */
  async beat(tx: Tx, at: Date): Promise<Date | undefined> {
    const last = await tx.heartbeat.findUnique({ where: { name: HEARTBEAT } });
    await tx.heartbeat.upsert({
      where: { name: HEARTBEAT },
      create: { name: HEARTBEAT, at },
      update: { at },
    });
    return last?.at;
  }
}

const HEARTBEAT = 'auction-sweep';

type Closed = { readonly closing: string; readonly closedAt: Date };
type Decided = {
  readonly outcome: string;
  readonly outcomeDigest: string;
  readonly clearedAt?: Date;
};

/** What a close adds to an auction. */
export const closedWith = (closing: sealing.SignedClosing): Closed => ({
  closing: canonicalJson(closing),
  closedAt: new Date(closing.closing.closedAt),
});

/** What a decision adds to an auction; `clearedAt` where somebody won. */
export const decidedWith = (outcome: SealedAuctionOutcome, clearedAt?: Date): Decided => ({
  outcome: canonicalJson(outcome),
  outcomeDigest: digestOf(outcome),
  ...(clearedAt === undefined ? {} : { clearedAt }),
});

/** Everything but closing and outcome, which may be large. */
const PUBLIC_COLUMNS = {
  id: true,
  valuationId: true,
  currency: true,
  depositMinor: true,
  bondMinor: true,
  opensAt: true,
  closesAt: true,
  state: true,
  announcement: true,
  announcementDigest: true,
  closedAt: true,
  clearedAt: true,
  outcomeDigest: true,
  lots: { orderBy: { position: 'asc' }, select: { item: true, lotId: true } },
} as const;

type StoredAuction = {
  id: string;
  valuationId: string;
  currency: string;
  depositMinor: bigint;
  bondMinor: bigint;
  opensAt: Date;
  closesAt: Date;
  state: string;
  announcement: string;
  announcementDigest: string;
  closedAt: Date | null;
  clearedAt: Date | null;
  outcomeDigest: string | null;
  lots: { item: string; lotId: string }[];
};

function toAuction(row: StoredAuction): AuctionRow {
  const announcement = announcementSchema.parse(readJson(row.announcement));
  return {
    ...row,
    id: asId('auction', row.id),
    lots: row.lots.map(({ item, lotId }) => ({ item, lotId: asId('lot', lotId) })),
    valuationId: asId('valuation', row.valuationId),
    sellerId: assertDefined(decodeId('party', announcement.sellerId), 'an announcement names the seller'),
    format: announcement.format,
    currency: asCurrency(row.currency),
    state: row.state as AuctionState,
    announcement,
  };
}

function readJson(text: string): Json {
  const json = parseJson(text);
  assert(json.ok, 'stored documents are JSON');
  return json.value;
}
