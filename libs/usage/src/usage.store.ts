import { Injectable } from '@nestjs/common';
import type { Currency, Id } from '#libs/kernel';
import { PrismaService, type Tx } from '#libs/platform';
import type { UsageMonth } from './core/index.js';

export type UsageSource = 'fixture' | 'declared' | 'receipts';
export type RecordedMonth = UsageMonth & { readonly source: UsageSource };

@Injectable()
export class UsageStore {
  readonly #prisma: PrismaService;

  constructor(prisma: PrismaService) {
    this.#prisma = prisma;
  }

  /** In calendar order. */
  async months(
    modelId: Id<'model'>,
    currency: Currency,
    tx: Tx = this.#prisma,
  ): Promise<readonly RecordedMonth[]> {
    const rows = await tx.usagePoint.findMany({
      where: { modelId, currency },
      orderBy: { periodStart: 'asc' },
    });
    return rows.map(({ periodStart, calls, revenueMinor, source }) => ({
      periodStart: periodStart.toISOString().slice(0, 10),
      calls,
      revenueMinor,
      source: source as UsageSource,
    }));
  }

  async insert(
    tx: Tx,
    modelId: Id<'model'>,
    currency: Currency,
    months: readonly RecordedMonth[],
  ): Promise<void> {
    await tx.usagePoint.createMany({
      data: months.map((month) => ({
        ...month,
        modelId,
        currency,
        periodStart: new Date(`${month.periodStart}T00:00:00Z`),
      })),
    });
  }
}
