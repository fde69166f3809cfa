import { Injectable } from '@nestjs/common';
import { asId, type Id } from '#libs/kernel';
import { PrismaService, type Tx } from '#libs/platform';

export type ShareTransfer = {
  readonly grantId: Id<'grant'>;
  readonly fromId: Id<'party'>;
  readonly toId: Id<'party'>;
  readonly units: number;
  readonly transferredAt: Date;
};

/** Who holds units of a granted revenue share: the grant says who held all of them first, transfers the rest. */
@Injectable()
export class RevenueShareStore {
  readonly #prisma: PrismaService;

  constructor(prisma: PrismaService) {
    this.#prisma = prisma;
  }

  /** Transfers of a version's shares and record dates come one after the other. Taken before the clock is read. */
  async lock(tx: Tx, versionId: Id<'version'>): Promise<void> {
    await tx.$executeRaw`
      SELECT pg_advisory_xact_lock(hashtextextended(${`salvor revenue share ${versionId}`}, 0))`;
  }

  async insert(tx: Tx, transfer: ShareTransfer): Promise<void> {
    await tx.revenueShareTransfer.create({ data: transfer });
  }

  /** What each party received of a grant's units, less what it gave, up to and with a time. */
  async netUnits(
    grantId: Id<'grant'>,
    at: Date,
    tx: Tx = this.#prisma,
  ): Promise<ReadonlyMap<Id<'party'>, bigint>> {
    const rows = await tx.$queryRaw<{ party: string; units: bigint }[]>`
      SELECT m."party", sum(m."units")::bigint AS "units" FROM (
        SELECT "to_id" AS "party", "units" FROM "revenue_share_transfer"
          WHERE "grant_id" = ${grantId}::uuid AND "transferred_at" <= ${at}
        UNION ALL
        SELECT "from_id", -"units" FROM "revenue_share_transfer"
          WHERE "grant_id" = ${grantId}::uuid AND "transferred_at" <= ${at}
      ) m GROUP BY m."party"`;
    return new Map(rows.map(({ party, units }) => [asId('party', party), units]));
  }
}
