import { Injectable } from '@nestjs/common';
import { asId, type Id } from '#libs/kernel';
import { type Prisma, PrismaService, type Tx } from '#libs/platform';
import type { WeightsMethod } from './core/index.js';

export type WeightSetRow = {
  readonly id: Id<'weightSet'>;
  readonly modelId: Id<'model'>;
  readonly version: number;
  readonly method: WeightsMethod;
  /** The computation that the weights come from; null where they were declared. */
  readonly attributionId: Id<'attribution'> | null;
  /** RFC 8785 text, kept as it was digested. */
  readonly document: string;
  readonly digest: string;
  readonly disputableUntil: Date | null;
  readonly createdAt: Date;
  readonly shares: readonly WeightShareRow[];
};

export type WeightShareRow = { readonly partyId: Id<'party'>; readonly weightPpb: number };

@Injectable()
export class AttributionStore {
  readonly #prisma: PrismaService;

  constructor(prisma: PrismaService) {
    this.#prisma = prisma;
  }

  /** The version that the next set of the model will have. Declarations queue up for it. */
  async nextVersion(tx: Tx, modelId: Id<'model'>): Promise<number> {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`salvor weights ${modelId}`}, 0))`;
    const last = await tx.weightSet.findFirst({
      where: { modelId },
      orderBy: { version: 'desc' },
      select: { version: true },
    });
    return (last?.version ?? 0) + 1;
  }

  async insert(tx: Tx, { shares, ...set }: WeightSetRow): Promise<void> {
    await tx.weightSet.create({ data: set });
    await tx.weightShare.createMany({ data: shares.map((share) => ({ ...share, weightSetId: set.id })) });
  }

  async current(modelId: Id<'model'>, tx: Tx = this.#prisma): Promise<WeightSetRow | undefined> {
    const row = await tx.weightSet.findFirst({
      where: { modelId },
      orderBy: { version: 'desc' },
      include: { shares: { orderBy: { partyId: 'asc' } } },
    });
    return row === null ? undefined : toRow(row);
  }

  async find(id: Id<'weightSet'>, tx: Tx = this.#prisma): Promise<WeightSetRow | undefined> {
    const row = await tx.weightSet.findUnique({
      where: { id },
      include: { shares: { orderBy: { partyId: 'asc' } } },
    });
    return row === null ? undefined : toRow(row);
  }

  /** The set, unless it was disputed before the time; then the newest set of its model at that time. */
  async standingAt(tx: Tx, id: Id<'weightSet'>, at: Date): Promise<WeightSetRow | undefined> {
    const set = await this.find(id, tx);
    if (set === undefined) return undefined;
    const disputes = await tx.weightDispute.count({ where: { weightSetId: id, disputedAt: { lte: at } } });
    if (disputes === 0) return set;
    const row = await tx.weightSet.findFirst({
      where: { modelId: set.modelId, createdAt: { lte: at } },
      orderBy: { version: 'desc' },
      include: { shares: { orderBy: { partyId: 'asc' } } },
    });
    return row === null ? set : toRow(row);
  }

  async setIdsOf(partyId: Id<'party'>): Promise<readonly Id<'weightSet'>[]> {
    const rows = await this.#prisma.weightShare.findMany({
      where: { partyId },
      select: { weightSetId: true },
    });
    return rows.map(({ weightSetId }) => asId('weightSet', weightSetId));
  }
}

const toRow = (row: Prisma.WeightSetGetPayload<{ include: { shares: true } }>): WeightSetRow => ({
  id: asId('weightSet', row.id),
  modelId: asId('model', row.modelId),
  version: row.version,
  method: row.method as WeightsMethod,
  attributionId: row.attributionId === null ? null : asId('attribution', row.attributionId),
  document: row.document,
  digest: row.digest,
  disputableUntil: row.disputableUntil,
  createdAt: row.createdAt,
  shares: row.shares.map(({ partyId, weightPpb }) => ({ partyId: asId('party', partyId), weightPpb })),
});
