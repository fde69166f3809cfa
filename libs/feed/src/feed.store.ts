import { Injectable } from '@nestjs/common';
import { type Id } from '#libs/kernel';
import { PrismaService, type Tx } from '#libs/platform';

export type TickRow = {
  readonly sequence: bigint;
  readonly auctionId: Id<'auction'>;
  readonly instrument: string;
  readonly currency: string;
  readonly priceMinor: bigint;
  readonly body: string;
  readonly digest: string;
  readonly publishedAt: Date;
};

@Injectable()
export class FeedStore {
  readonly #prisma: PrismaService;

  constructor(prisma: PrismaService) {
    this.#prisma = prisma;
  }

  async hasTick(tx: Tx, auctionId: Id<'auction'>): Promise<boolean> {
    return (await tx.priceTick.count({ where: { auctionId } })) > 0;
  }

  /** The next number without a gap: publishers queue up for it until the transaction ends. */
  async nextSequence(tx: Tx): Promise<bigint> {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('salvor price feed', 0))`;
    const last = await tx.priceTick.findFirst({ orderBy: { sequence: 'desc' }, select: { sequence: true } });
    return (last?.sequence ?? 0n) + 1n;
  }

  async insert(tx: Tx, tick: TickRow): Promise<void> {
    await tx.priceTick.create({ data: tick });
  }

  async after(
    sequence: bigint,
    instrument: string | undefined,
    limit: number,
  ): Promise<readonly { body: string; digest: string }[]> {
    return this.#prisma.priceTick.findMany({
      where: { sequence: { gt: sequence }, ...(instrument === undefined ? {} : { instrument }) },
      orderBy: { sequence: 'asc' },
      take: limit,
      select: { body: true, digest: true },
    });
  }

  async latest(limit: number): Promise<readonly { body: string; digest: string }[]> {
    return this.#prisma.priceTick.findMany({
      orderBy: { sequence: 'desc' },
      take: limit,
      select: { body: true, digest: true },
    });
  }
}
