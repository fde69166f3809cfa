import { Injectable } from '@nestjs/common';
import { asCurrency, asId, type Currency, type Id } from '#libs/kernel';
import { type Prisma, PrismaService, type Tx } from '#libs/platform';
import type { Tariff } from './core/index.js';

/** Where a meter's chain of receipts stands. */
export type ChainTail = {
  readonly nextSequence: number;
  readonly lastDigest: string | null;
  readonly lastAt: Date | null;
};

export type MeterRow = ChainTail & {
  readonly id: Id<'meter'>;
  readonly modelId: Id<'model'>;
  readonly versionId: Id<'version'>;
  readonly sellerId: Id<'party'>;
  readonly payeeId: Id<'party'>;
  readonly name: string;
  readonly currency: Currency;
  readonly tariff: Tariff | null;
  readonly createdAt: Date;
};

@Injectable()
export class MeterStore {
  readonly #prisma: PrismaService;

  constructor(prisma: PrismaService) {
    this.#prisma = prisma;
  }

  /** False when the model has a meter of that name. */
  async insert(tx: Tx, { sellerId: _, tariff, ...meter }: MeterRow): Promise<boolean> {
    const { count } = await tx.meter.createMany({ data: [{ ...meter, ...tariff }], skipDuplicates: true });
    return count === 1;
  }

  async find(id: Id<'meter'>, tx: Tx = this.#prisma): Promise<MeterRow | undefined> {
    const row = await tx.meter.findUnique({ where: { id }, include: WITH_SELLER });
    return row === null ? undefined : toMeter(row);
  }

  /** The meter as it stands under a row lock: nobody else adds to its chain until the transaction ends. */
  async lock(tx: Tx, id: Id<'meter'>): Promise<MeterRow | undefined> {
    await tx.$executeRaw`SELECT 1 FROM "meter" WHERE "id" = ${id}::uuid FOR NO KEY UPDATE`;
    return this.find(id, tx);
  }

  /** Oldest first. */
  async ofModel(modelId: Id<'model'>, tx: Tx = this.#prisma): Promise<readonly MeterRow[]> {
    const rows = await tx.meter.findMany({
      where: { modelId },
      orderBy: { id: 'asc' },
      include: WITH_SELLER,
    });
    return rows.map(toMeter);
  }

  async advance(tx: Tx, id: Id<'meter'>, tail: ChainTail): Promise<void> {
    await tx.meter.update({ where: { id }, data: tail });
  }
}

const WITH_SELLER = { model: { select: { sellerId: true } } } as const;

const toMeter = ({
  model,
  perCallMinor,
  perMillionInputTokensMinor,
  perMillionOutputTokensMinor,
  ...row
}: Prisma.MeterGetPayload<{ include: typeof WITH_SELLER }>): MeterRow => ({
  ...row,
  id: asId('meter', row.id),
  modelId: asId('model', row.modelId),
  versionId: asId('version', row.versionId),
  sellerId: asId('party', model.sellerId),
  payeeId: asId('party', row.payeeId),
  currency: asCurrency(row.currency),
  tariff:
    perCallMinor === null || perMillionInputTokensMinor === null || perMillionOutputTokensMinor === null
      ? null
      : { perCallMinor, perMillionInputTokensMinor, perMillionOutputTokensMinor },
});
