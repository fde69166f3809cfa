import { Injectable } from '@nestjs/common';
import type { LicenceStanding } from '#core/rights';
import { asId, type Id } from '#libs/kernel';
import { PrismaService, type Tx } from '#libs/platform';

export type MeteringRow = {
  readonly grantId: Id<'grant'>;
  readonly meterId: Id<'meter'>;
  readonly everyDays: number;
  readonly requiredAt: Date;
};

export type LicenceTransitionRow = {
  readonly to: LicenceStanding;
  readonly at: Date;
  readonly reason: string;
};

@Injectable()
export class LicenceStore {
  readonly #prisma: PrismaService;

  constructor(prisma: PrismaService) {
    this.#prisma = prisma;
  }

  /** False when the grant needs a meter already. */
  async requireMetering(tx: Tx, metering: MeteringRow): Promise<boolean> {
    const { count } = await tx.grantMetering.createMany({ data: [metering], skipDuplicates: true });
    return count === 1;
  }

  async metering(grantId: Id<'grant'>, tx: Tx = this.#prisma): Promise<MeteringRow | undefined> {
    const row = await tx.grantMetering.findUnique({ where: { grantId } });
    return row === null ? undefined : toMetering(row);
  }

  /** What these holders hold that needs this meter. */
  async meteredBy(
    tx: Tx,
    meterId: Id<'meter'>,
    holderIds: readonly Id<'party'>[],
  ): Promise<readonly MeteringRow[]> {
    const rows = await tx.grantMetering.findMany({
      where: { meterId, grant: { holderId: { in: [...holderIds] } } },
      orderBy: { grantId: 'asc' },
    });
    return rows.map(toMetering);
  }

  /** When the last receipt of the holder arrived at the meter. */
  async lastReceiptAt({ grantId, meterId }: MeteringRow, tx: Tx = this.#prisma): Promise<Date | undefined> {
    const [row] = await tx.$queryRaw<{ at: Date | null }[]>`
      SELECT max(r."received_at") AS "at" FROM "rights_grant" g
        JOIN "usage_receipt" r ON r."payer_id" = g."holder_id" AND r."meter_id" = ${meterId}::uuid
        WHERE g."id" = ${grantId}::uuid`;
    return row?.at ?? undefined;
  }

  /** Grants in force, as far as is on record, that have been silent for longer than they may. */
  async silentSince(now: Date, limit: number): Promise<readonly MeteringRow[]> {
    const rows = await this.#prisma.$queryRaw<MeteringRow[]>`
      SELECT m."grant_id" AS "grantId", m."meter_id" AS "meterId", m."every_days" AS "everyDays",
          m."required_at" AS "requiredAt"
        FROM "grant_metering" m JOIN "rights_grant" g ON g."id" = m."grant_id",
          LATERAL (
            SELECT coalesce(max(r."received_at"), m."required_at") AS "at" FROM "usage_receipt" r
              WHERE r."payer_id" = g."holder_id" AND r."meter_id" = m."meter_id"
          ) heard
        WHERE greatest(heard."at", m."required_at") + m."every_days" * interval '24 hours' < ${now}
          AND coalesce((
            SELECT t."to_standing" FROM "licence_transition" t
              WHERE t."grant_id" = m."grant_id" ORDER BY t."id" DESC LIMIT 1
          ), 'in-force') = 'in-force'
        ORDER BY m."grant_id" LIMIT ${limit}`;
    return rows.map(toMetering);
  }

  /** The transitions of one grant are noted one by one. */
  async lockMetering(tx: Tx, grantId: Id<'grant'>): Promise<void> {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`salvor licence ${grantId}`}, 0))`;
  }

  async insertTransition(tx: Tx, grantId: Id<'grant'>, row: LicenceTransitionRow): Promise<void> {
    await tx.licenceTransition.create({
      data: { grantId, toStanding: row.to, at: row.at, reason: row.reason },
    });
  }

  /** Oldest first. */
  async transitions(grantId: Id<'grant'>, tx: Tx = this.#prisma): Promise<readonly LicenceTransitionRow[]> {
    const rows = await tx.licenceTransition.findMany({ where: { grantId }, orderBy: { id: 'asc' } });
    return rows.map(({ toStanding, at, reason }) => ({
      to: toStanding as LicenceStanding,
      at,
      reason,
    }));
  }
}

const toMetering = (row: {
  grantId: string;
  meterId: string;
  everyDays: number;
  requiredAt: Date;
}): MeteringRow => ({
  grantId: asId('grant', row.grantId),
  meterId: asId('meter', row.meterId),
  everyDays: row.everyDays,
  requiredAt: row.requiredAt,
});
