import { Injectable } from '@nestjs/common';
import type { Id } from '#libs/kernel';
import { PrismaService } from '#libs/platform';

/** What training and scoring a coalition gave; `coalition` is a `coalitionKey`. */
export type UtilityRow = {
  readonly coalition: string;
  readonly utility: number;
  readonly tookMs: number;
  readonly trainedAt: Date;
};

@Injectable()
export class UtilityStore {
  readonly #prisma: PrismaService;

  constructor(prisma: PrismaService) {
    this.#prisma = prisma;
  }

  async ofAttribution(attributionId: Id<'attribution'>): Promise<readonly UtilityRow[]> {
    return this.#prisma.attributionUtility.findMany({
      where: { attributionId },
      select: { coalition: true, utility: true, tookMs: true, trainedAt: true },
    });
  }

  /** What a second delivery trained meanwhile is the same. */
  async add(attributionId: Id<'attribution'>, row: UtilityRow): Promise<void> {
    await this.#prisma.attributionUtility.createMany({
      data: [{ attributionId, ...row }],
      skipDuplicates: true,
    });
  }
}
