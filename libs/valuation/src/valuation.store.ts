import { asCurrency, asId, type Currency, type Id } from '#libs/kernel';
import { type Prisma, PrismaService, type Tx } from '#libs/platform';
import { Injectable } from '@nestjs/common';

export type ValuationState = 'queued' | 'running' | 'completed' | 'refused' | 'failed';

/** Why there is no value. */
export type StoredRefusal = {
  readonly code: string;
  readonly reason: string;
  readonly subject?: string;
};

export type StalenessCause = 'scores' | 'usage' | 'rights';

export type Staleness = {
  readonly cause: StalenessCause;
  readonly since: Date;
  readonly successorId: Id<'valuation'>;
};

export type ValuationRow = {
  readonly id: Id<'valuation'>;
  readonly versionId: Id<'version'>;
  readonly domains: readonly string[];
  readonly requestedById: Id<'party'>;
  readonly currency: Currency;
  /** `YYYY-MM-DD`. */
  readonly valuationDate: string;
  readonly state: ValuationState;
  /** The request as it came over the wire. */
  readonly request: unknown;
  readonly refusal: StoredRefusal | null;
  readonly dossier: string | null;
  readonly dossierDigest: string | null;
  readonly document: string | null;
  readonly documentDigest: string | null;
  readonly stale: Staleness | null;
  readonly runIds: readonly Id<'run'>[];
  readonly queuedAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
};

export type NewValuation = Pick<
  ValuationRow,
  'id' | 'versionId' | 'requestedById' | 'currency' | 'domains' | 'valuationDate' | 'queuedAt'
> & { readonly request: Prisma.InputJsonObject };

export type Frozen = Pick<
  ValuationRow,
  'dossier' | 'dossierDigest' | 'document' | 'documentDigest' | 'refusal' | 'runIds'
> & {
  readonly state: 'completed' | 'refused' | 'failed';
  readonly finishedAt: Date;
};

/** One version, or all versions of a model. */
export type Subject = { readonly versionId: Id<'version'> } | { readonly modelId: Id<'model'> };

/** Each is read with its document. Older ones are found as of a time. */
const VALUATIONS_MAX = 100;

@Injectable()
export class ValuationStore {
  readonly #prisma: PrismaService;

  constructor(prisma: PrismaService) {
    this.#prisma = prisma;
  }

  async insert(tx: Tx, { domains, valuationDate, ...row }: NewValuation): Promise<void> {
    await tx.valuation.create({
      data: { ...row, domains: [...domains], valuationDate: new Date(valuationDate), state: 'queued' },
    });
  }

  async find(id: Id<'valuation'>, tx: Tx = this.#prisma): Promise<ValuationRow | undefined> {
    const row = await tx.valuation.findUnique({ where: { id }, include: WHOLE });
    return row === null ? undefined : toRow(row);
  }

  /** Newest first. With a time, what had ended by then. */
  async list(of: Subject, asOf?: Date): Promise<readonly ValuationRow[]> {
    const rows = await this.#prisma.valuation.findMany({
      where: {
        ...ofSubject(of),
        ...(asOf === undefined ? {} : { finishedAt: { lte: asOf } }),
      },
      orderBy: { id: 'desc' },
      take: VALUATIONS_MAX,
      include: WHOLE,
    });
    return rows.map(toRow);
  }

  /** The newest valuation of each version and currency, if it has ended and is not known to be stale. */
  async current(of: Subject, tx: Tx = this.#prisma): Promise<readonly ValuationRow[]> {
    const versionId = 'versionId' in of ? of.versionId : null;
    const modelId = 'modelId' in of ? of.modelId : null;
    const newest = await tx.$queryRaw<{ readonly id: string }[]>`
      SELECT DISTINCT ON (v."version_id", v."currency") v."id"
      FROM "valuation" v JOIN "model_version" m ON m."id" = v."version_id"
      WHERE m."id" = ${versionId}::uuid OR m."model_id" = ${modelId}::uuid
      ORDER BY v."version_id", v."currency", v."id" DESC`;
    const rows = await tx.valuation.findMany({
      where: { id: { in: newest.map(({ id }) => id) }, finishedAt: { not: null }, staleness: null },
      orderBy: { id: 'asc' },
      include: WHOLE,
    });
    return rows.map(toRow);
  }

  async unfinishedBefore(date: Date, limit: number): Promise<readonly Id<'valuation'>[]> {
    const rows = await this.#prisma.valuation.findMany({
      where: { finishedAt: null, queuedAt: { lt: date } },
      select: { id: true },
      take: limit,
    });
    return rows.map(({ id }) => asId('valuation', id));
  }

  async start(id: Id<'valuation'>, startedAt: Date): Promise<void> {
    await this.#prisma.valuation.updateMany({
      where: { id, state: 'queued' },
      data: { state: 'running', startedAt },
    });
  }

  /** Writes the result once: a second delivery finds nothing open and changes nothing. */
  async freeze(tx: Tx, id: Id<'valuation'>, { runIds, refusal, ...result }: Frozen): Promise<void> {
    const { count } = await tx.valuation.updateMany({
      where: { id, state: 'running' },
      data: { ...result, ...(refusal === null ? {} : { refusal }) },
    });
    if (count === 0) return;
    await tx.valuationEvidence.createMany({ data: runIds.map((runId) => ({ valuationId: id, runId })) });
  }

  async markStale(tx: Tx, valuationId: Id<'valuation'>, staleness: Staleness): Promise<void> {
    await tx.valuationStaleness.create({ data: { valuationId, ...staleness } });
  }
}

const ofSubject = (of: Subject): Prisma.ValuationWhereInput => ('versionId' in of ? of : { version: of });

const WHOLE = { evidence: { orderBy: { runId: 'asc' } }, staleness: true } as const;

const toRow = ({
  evidence,
  staleness,
  ...row
}: Prisma.ValuationGetPayload<{ include: typeof WHOLE }>): ValuationRow => ({
  ...row,
  id: asId('valuation', row.id),
  versionId: asId('version', row.versionId),
  requestedById: asId('party', row.requestedById),
  currency: asCurrency(row.currency),
  valuationDate: row.valuationDate.toISOString().slice(0, 10),
  state: row.state as ValuationState,
  refusal: row.refusal as StoredRefusal | null,
  runIds: evidence.map(({ runId }) => asId('run', runId)),
  stale:
    staleness === null
      ? null
      : {
          cause: staleness.cause as StalenessCause,
          since: staleness.since,
          successorId: asId('valuation', staleness.successorId),
        },
});
