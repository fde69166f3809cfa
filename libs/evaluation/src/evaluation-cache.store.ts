import { Injectable } from '@nestjs/common';
import { PrismaService, type Tx } from '#libs/platform';

export type CachedAnswer = { readonly label: string; readonly score: number | null };

/** Answers of earlier runs, by the digest of what was asked of whom. */
@Injectable()
export class EvaluationCacheStore {
  readonly #prisma: PrismaService;

  constructor(prisma: PrismaService) {
    this.#prisma = prisma;
  }

  async find(keys: readonly string[], notBefore: Date): Promise<ReadonlyMap<string, CachedAnswer>> {
    const rows = await this.#prisma.evaluationCacheEntry.findMany({
      where: { key: { in: [...keys] }, createdAt: { gte: notBefore } },
    });
    return new Map(rows.map(({ key, label, score }) => [key, { label, score }]));
  }

  /** In the order of the keys, so that two runs with the same questions never wait for each other in a circle. */
  async insert(
    tx: Tx,
    entries: readonly (CachedAnswer & { readonly key: string })[],
    createdAt: Date,
  ): Promise<void> {
    const sorted = [...entries].sort((a, b) => (a.key < b.key ? -1 : 1));
    await tx.evaluationCacheEntry.createMany({
      data: sorted.map((entry) => ({ ...entry, createdAt })),
      skipDuplicates: true,
    });
  }

  async prune(before: Date): Promise<void> {
    await this.#prisma.evaluationCacheEntry.deleteMany({ where: { createdAt: { lt: before } } });
  }
}
