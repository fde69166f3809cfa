import { Injectable } from '@nestjs/common';
import {
  asCurrency,
  asId,
  assert,
  assertDefined,
  canonicalJson,
  type Currency,
  decodeId,
  type Id,
  type Json,
  parseJson,
} from '#libs/kernel';
import { PrismaService, type Tx } from '#libs/platform';
import {
  type Announcement,
  announcementSchema,
  type AuctionOutcome,
  type AuctionState,
  outcomeSchema,
  transition,
} from './core/index.js';

export type AuctionRow = {
  readonly id: Id<'auction'>;
  readonly lotId: Id<'lot'>;
  readonly valuationId: Id<'valuation'>;
  readonly sellerId: Id<'party'>;
  readonly format: 'second-price';
  readonly currency: Currency;
  readonly reserveMinor: bigint;
  readonly depositMinor: bigint;
  readonly opensAt: Date;
  readonly closesAt: Date;
  readonly state: AuctionState;
  readonly announcement: Announcement;
  readonly announcementDigest: string;
  readonly outcomeDigest: string | null;
};

export type NewAuction = Omit<AuctionRow, 'sellerId' | 'outcomeDigest'> & {
  readonly sealingPublicKey: Uint8Array;
  readonly sealingSecretKey: Uint8Array<ArrayBuffer>;
};

export type TransitionRow = {
  readonly fromState: AuctionState | null;
  readonly toState: AuctionState;
  readonly at: Date;
  readonly actorId: Id<'party'> | null;
  readonly reason: string;
};

/** Why a state changes: by whom, when, and in words. */
export type Cause = Pick<TransitionRow, 'at' | 'actorId' | 'reason'>;

/** Auctions, their states and their outcomes. Envelopes have a store of their own. */
@Injectable()
export class AuctionStore {
  readonly #prisma: PrismaService;

  constructor(prisma: PrismaService) {
    this.#prisma = prisma;
  }

  async insert(tx: Tx, auction: NewAuction, cause: Cause): Promise<void> {
    await tx.auction.create({
      data: {
        ...auction,
        announcement: canonicalJson(auction.announcement),
        sealingPublicKey: Uint8Array.from(auction.sealingPublicKey),
      },
    });
    await tx.auctionTransition.create({
      data: { auctionId: auction.id, fromState: null, toState: auction.state, ...cause },
    });
  }

  async find(id: Id<'auction'>, tx: Tx = this.#prisma): Promise<AuctionRow | undefined> {
    const row = await tx.auction.findUnique({ where: { id }, select: PUBLIC_COLUMNS });
    return row === null ? undefined : toAuction(row);
  }

  /** The auction, which cannot change its state before the transaction ends. Bids do not wait for each other. */
  async share(tx: Tx, id: Id<'auction'>): Promise<AuctionRow | undefined> {
    await tx.$executeRaw`SELECT 1 FROM "auction" WHERE "id" = ${id}::uuid FOR SHARE`;
    return this.find(id, tx);
  }

  /** The auction, for this transaction alone: waits for bids that are being taken. */
  async lock(tx: Tx, id: Id<'auction'>): Promise<AuctionRow | undefined> {
    await tx.$executeRaw`SELECT 1 FROM "auction" WHERE "id" = ${id}::uuid FOR UPDATE`;
    return this.find(id, tx);
  }

  /** The auction, for this transaction alone; undefined when somebody else is at it. */
  async lockIfFree(tx: Tx, id: Id<'auction'>): Promise<AuctionRow | undefined> {
    const locked = await tx.$queryRaw<unknown[]>`
      SELECT 1 FROM "auction" WHERE "id" = ${id}::uuid FOR UPDATE SKIP LOCKED`;
    return locked.length === 0 ? undefined : this.find(id, tx);
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

  /** Changes the state and records why. The caller holds the row and asks only for what is legal. */
  async move(
    tx: Tx,
    { id, state }: Pick<AuctionRow, 'id' | 'state'>,
    to: AuctionState,
    cause: Cause,
  ): Promise<void> {
    const next = transition(state, to);
    assert(next.ok, `auction ${id} cannot go from ${state} to ${to}`);
    await tx.auction.update({ where: { id }, data: { state: next.value } });
    await tx.auctionTransition.create({
      data: { auctionId: id, fromState: state, toState: next.value, ...cause },
    });
  }

  async extend(tx: Tx, auction: AuctionRow, closesAt: Date, cause: Cause): Promise<void> {
    await tx.auction.update({ where: { id: auction.id }, data: { closesAt } });
    await this.move(tx, auction, auction.state, cause);
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

  async clearedIds(limit: number): Promise<Id<'auction'>[]> {
    const rows = await this.#prisma.auction.findMany({
      where: { state: 'cleared' },
      orderBy: { id: 'asc' },
      take: limit,
      select: { id: true },
    });
    return rows.map(({ id }) => asId('auction', id));
  }

  /** The wrapped secret key: asked for when the auction is cleared, never before. */
  async wrappedSealingKey(tx: Tx, id: Id<'auction'>): Promise<Uint8Array> {
    const row = await tx.auction.findUniqueOrThrow({ where: { id }, select: { sealingSecretKey: true } });
    return row.sealingSecretKey;
  }

  async saveOutcome(tx: Tx, id: Id<'auction'>, outcome: AuctionOutcome, digest: string): Promise<void> {
    await tx.auction.update({
      where: { id },
      data: { outcome: canonicalJson(outcome), outcomeDigest: digest },
    });
  }

  async findOutcome(id: Id<'auction'>, tx: Tx = this.#prisma): Promise<AuctionOutcome | undefined> {
    const row = await tx.auction.findUnique({ where: { id }, select: { outcome: true } });
    const text = row?.outcome ?? undefined;
    return text === undefined ? undefined : outcomeSchema.parse(readJson(text));
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

/** Everything but the secret key and the outcome, which may be large. */
const PUBLIC_COLUMNS = {
  id: true,
  lotId: true,
  valuationId: true,
  currency: true,
  reserveMinor: true,
  depositMinor: true,
  opensAt: true,
  closesAt: true,
  state: true,
  announcement: true,
  announcementDigest: true,
  outcomeDigest: true,
} as const;

type StoredAuction = {
  id: string;
  lotId: string;
  valuationId: string;
  currency: string;
  reserveMinor: bigint;
  depositMinor: bigint;
  opensAt: Date;
  closesAt: Date;
  state: string;
  announcement: string;
  announcementDigest: string;
  outcomeDigest: string | null;
};

function toAuction(row: StoredAuction): AuctionRow {
  const announcement = announcementSchema.parse(readJson(row.announcement));
  return {
    ...row,
    id: asId('auction', row.id),
    lotId: asId('lot', row.lotId),
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
