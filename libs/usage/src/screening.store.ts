import { Injectable } from '@nestjs/common';
import { asId, type Currency, type Id } from '#libs/kernel';
import { PrismaService, type Tx } from '#libs/platform';
import type { FlaggedReceipt, UsageMonth, WashFlag } from './core/index.js';

/** A month of a meter, as it was received and as it counts. */
export type MeteredMonthRow = {
  readonly periodStart: string;
  readonly rawCalls: bigint;
  readonly rawRevenueMinor: bigint;
  readonly cleanCalls: bigint;
  readonly cleanRevenueMinor: bigint;
  readonly herfindahl: number;
};

/** Rows of one statement: PostgreSQL takes 65,535 parameters. */
const ROWS_PER_INSERT = 1_000;

/** What screenings of a meter came to. The last one takes the place of those before. */
@Injectable()
export class ScreeningStore {
  readonly #prisma: PrismaService;

  constructor(prisma: PrismaService) {
    this.#prisma = prisma;
  }

  /** Nothing of a new meter was screened yet. */
  async open(tx: Tx, meterId: Id<'meter'>, screenedAt: Date): Promise<void> {
    await tx.meterScreening.create({ data: { meterId, screenedThrough: 0, rulesVersion: 0, screenedAt } });
  }

  /** How many receipts the last screening saw, under a lock: screenings of one meter are stored one by one. */
  async lockScreenedThrough(tx: Tx, meterId: Id<'meter'>): Promise<number | undefined> {
    const [row] = await tx.$queryRaw<{ screened_through: number }[]>`
      SELECT "screened_through" FROM "meter_screening" WHERE "meter_id" = ${meterId}::uuid FOR NO KEY UPDATE`;
    return row?.screened_through;
  }

  async replace(
    tx: Tx,
    meterId: Id<'meter'>,
    screening: { readonly screenedThrough: number; readonly rulesVersion: number; readonly screenedAt: Date },
    flagged: readonly FlaggedReceipt[],
    months: readonly MeteredMonthRow[],
  ): Promise<void> {
    await tx.usageReceiptFlag.deleteMany({ where: { meterId } });
    await tx.meteredMonth.deleteMany({ where: { meterId } });
    for (let from = 0; from < flagged.length; from += ROWS_PER_INSERT)
      await tx.usageReceiptFlag.createMany({
        data: flagged
          .slice(from, from + ROWS_PER_INSERT)
          .map(({ id, flags, score, washed }) => ({ digest: id, meterId, flags: [...flags], score, washed })),
      });
    await tx.meteredMonth.createMany({
      data: months.map((month) => ({ ...month, meterId, periodStart: dayOf(month.periodStart) })),
    });
    await tx.meterScreening.update({ where: { meterId }, data: screening });
  }

  /** In calendar order. */
  async months(meterId: Id<'meter'>, tx: Tx = this.#prisma): Promise<readonly MeteredMonthRow[]> {
    const rows = await tx.meteredMonth.findMany({ where: { meterId }, orderBy: { periodStart: 'asc' } });
    return rows.map(({ meterId: _, ...row }) => ({ ...row, periodStart: textOf(row.periodStart) }));
  }

  /** Flagged receipts in the order of the chain. */
  async flagged(meterId: Id<'meter'>): Promise<readonly (FlaggedReceipt & { readonly sequence: number })[]> {
    const rows = await this.#prisma.usageReceiptFlag.findMany({
      where: { meterId },
      include: { receipt: { select: { sequence: true } } },
      orderBy: { receipt: { sequence: 'asc' } },
    });
    return rows.map(({ digest, flags, score, washed, receipt }) => ({
      id: digest,
      sequence: receipt.sequence,
      flags: flags as WashFlag[],
      score,
      washed,
    }));
  }

  /** The clean months of every meter of a model in one currency. */
  async cleanMonths(
    modelId: Id<'model'>,
    currency: Currency,
    tx: Tx = this.#prisma,
  ): Promise<readonly UsageMonth[]> {
    const rows = await tx.meteredMonth.findMany({ where: { meter: { modelId, currency } } });
    return rows.map(({ periodStart, cleanCalls, cleanRevenueMinor }) => ({
      periodStart: textOf(periodStart),
      calls: cleanCalls,
      revenueMinor: cleanRevenueMinor,
    }));
  }

  /** Meters with receipts that no screening saw, whatever became of the job that was to see to it. */
  async unscreened(limit: number): Promise<readonly Id<'meter'>[]> {
    const rows = await this.#prisma.$queryRaw<{ id: string }[]>`
      SELECT m."id" FROM "meter" m JOIN "meter_screening" s ON s."meter_id" = m."id"
        WHERE s."screened_through" < m."next_sequence" LIMIT ${limit}`;
    return rows.map(({ id }) => asId('meter', id));
  }

  async screenedThrough(meterId: Id<'meter'>): Promise<number> {
    const row = await this.#prisma.meterScreening.findUnique({ where: { meterId } });
    return row?.screenedThrough ?? 0;
  }
}

const dayOf = (periodStart: string): Date => new Date(`${periodStart}T00:00:00Z`);
const textOf = (day: Date): string => day.toISOString().slice(0, 10);
