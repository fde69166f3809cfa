import { Injectable } from '@nestjs/common';
import { asCurrency, asId, assert, canonicalJson, type Currency, digestOf, type Id } from '#libs/kernel';
import { PrismaService, type Tx } from '#libs/platform';
import { type SettlementStatement, statementSchema } from './core/index.js';

export type NewSettlement = {
  readonly id: Id<'settlement'>;
  readonly auctionId: Id<'auction'>;
  /** Of the end of this sale's holdback; null for the settlement of the auction. */
  readonly saleId: Id<'sale'> | null;
  readonly weightSetId: Id<'weightSet'>;
  readonly currency: Currency;
  readonly grossMinor: bigint;
  readonly statement: SettlementStatement;
  readonly settledAt: Date;
};

export type SettlementRow = NewSettlement & { readonly statementDigest: string };

@Injectable()
export class SettlementStore {
  readonly #prisma: PrismaService;

  constructor(prisma: PrismaService) {
    this.#prisma = prisma;
  }

  async insert(tx: Tx, { statement, ...settlement }: NewSettlement): Promise<void> {
    await tx.settlement.create({
      data: { ...settlement, statement: canonicalJson(statement), statementDigest: digestOf(statement) },
    });
  }

  /** The settlement of an auction. */
  async find(auctionId: Id<'auction'>, tx: Tx = this.#prisma): Promise<SettlementRow | undefined> {
    const row = await tx.settlement.findFirst({ where: { auctionId, saleId: null } });
    return row === null ? undefined : toRow(row);
  }

  /** What became of the holdbacks of an auction's sales, oldest first, after the one with the given id. */
  async releasesOf(
    auctionId: Id<'auction'>,
    after: Id<'settlement'> | undefined,
    limit: number,
  ): Promise<readonly SettlementRow[]> {
    const rows = await this.#prisma.settlement.findMany({
      where: { auctionId, saleId: { not: null }, ...(after === undefined ? {} : { id: { gt: after } }) },
      orderBy: { id: 'asc' },
      take: limit,
    });
    return rows.map(toRow);
  }

  /** Settlements by any of these weight sets, oldest first, after the one with the given id. */
  async bySets(
    setIds: readonly Id<'weightSet'>[],
    after: Id<'settlement'> | undefined,
    limit: number,
  ): Promise<readonly SettlementRow[]> {
    const found = await this.#prisma.$queryRaw<{ id: string }[]>`
      SELECT "id" FROM "settlement"
        WHERE "weight_set_id" = ANY(${[...setIds]}::uuid[])
          AND (${after ?? null}::uuid IS NULL OR "id" > ${after ?? null}::uuid)
        ORDER BY "id" LIMIT ${limit}`;
    const ids = found.map(({ id }) => id);
    const rows = await this.#prisma.settlement.findMany({
      where: { id: { in: ids } },
      orderBy: { id: 'asc' },
    });
    return rows.map(toRow);
  }
}

type Stored = {
  readonly id: string;
  readonly auctionId: string;
  readonly saleId: string | null;
  readonly weightSetId: string;
  readonly currency: string;
  readonly grossMinor: bigint;
  readonly statement: string;
  readonly statementDigest: string;
  readonly settledAt: Date;
};

function toRow(row: Stored): SettlementRow {
  const statement = statementSchema.safeParse(JSON.parse(row.statement));
  assert(statement.success, `settlement ${row.id} holds no statement`);
  return {
    id: asId('settlement', row.id),
    auctionId: asId('auction', row.auctionId),
    saleId: row.saleId === null ? null : asId('sale', row.saleId),
    weightSetId: asId('weightSet', row.weightSetId),
    currency: asCurrency(row.currency),
    grossMinor: row.grossMinor,
    statement: statement.data,
    statementDigest: row.statementDigest,
    settledAt: row.settledAt,
  };
}
