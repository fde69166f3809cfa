import { Injectable } from '@nestjs/common';
import { asId, type Id } from '#libs/kernel';
import { PrismaService, type Tx } from '#libs/platform';

/** Who objected to a weight set, when and why. */
export type DisputeRow = {
  readonly id: Id<'dispute'>;
  readonly weightSetId: Id<'weightSet'>;
  readonly disputedById: Id<'party'>;
  readonly reason: string;
  readonly disputedAt: Date;
};

const DISPUTES_MAX = 1_000;

@Injectable()
export class DisputeStore {
  readonly #prisma: PrismaService;

  constructor(prisma: PrismaService) {
    this.#prisma = prisma;
  }

  async insert(tx: Tx, row: DisputeRow): Promise<void> {
    await tx.weightDispute.create({ data: row });
  }

  /** Oldest first. */
  async list(weightSetId: Id<'weightSet'>): Promise<readonly DisputeRow[]> {
    const rows = await this.#prisma.weightDispute.findMany({
      where: { weightSetId },
      orderBy: { id: 'asc' },
      take: DISPUTES_MAX,
    });
    return rows.map((row) => ({
      ...row,
      id: asId('dispute', row.id),
      weightSetId,
      disputedById: asId('party', row.disputedById),
    }));
  }
}
