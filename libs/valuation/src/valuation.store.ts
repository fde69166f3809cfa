import { Injectable } from '@nestjs/common';
import { asCurrency, asId, type Currency, type Id } from '#libs/kernel';
import { type Prisma, PrismaService, type Tx } from '#libs/platform';

export type ValuationState = 'queued' | 'completed' | 'refused' | 'failed';

export type ValuationRow = {
  readonly id: Id<'valuation'>;
  readonly versionId: Id<'version'>;
  readonly domain: string;
  readonly requestedById: Id<'party'>;
  readonly currency: Currency;
  readonly state: ValuationState;
  /** The request as it came over the wire. */
  readonly request: unknown;
  readonly reason: string | null;
  readonly dossier: string | null;
  readonly dossierDigest: string | null;
  readonly appraisal: string | null;
  readonly appraisalDigest: string | null;
  readonly queuedAt: Date;
  readonly finishedAt: Date | null;
};

export type Frozen = Pick<
  ValuationRow,
  'dossier' | 'dossierDigest' | 'appraisal' | 'appraisalDigest' | 'reason'
> & {
  readonly state: Exclude<ValuationState, 'queued'>;
  readonly finishedAt: Date;
};

const VALUATIONS_PER_VERSION_MAX = 1_000;

@Injectable()
export class ValuationStore {
  readonly #prisma: PrismaService;

  constructor(prisma: PrismaService) {
    this.#prisma = prisma;
  }

  async insert(
    tx: Tx,
    row: Pick<ValuationRow, 'id' | 'versionId' | 'requestedById' | 'currency' | 'queuedAt'> & {
      readonly domainId: Id<'domain'>;
      readonly request: Prisma.InputJsonObject;
    },
  ): Promise<void> {
    await tx.valuation.create({ data: { ...row, state: 'queued' } });
  }

  async find(id: Id<'valuation'>, tx: Tx = this.#prisma): Promise<ValuationRow | undefined> {
    const row = await tx.valuation.findUnique({ where: { id }, include: { domain: true } });
    return row === null ? undefined : toRow(row);
  }

  async ofVersion(versionId: Id<'version'>): Promise<readonly ValuationRow[]> {
    const rows = await this.#prisma.valuation.findMany({
      where: { versionId },
      orderBy: { id: 'desc' },
      take: VALUATIONS_PER_VERSION_MAX,
      include: { domain: true },
    });
    return rows.map(toRow);
  }

  async queuedBefore(date: Date, limit: number): Promise<readonly Id<'valuation'>[]> {
    const rows = await this.#prisma.valuation.findMany({
      where: { state: 'queued', queuedAt: { lt: date } },
      select: { id: true },
      take: limit,
    });
    return rows.map(({ id }) => asId('valuation', id));
  }

  /** Writes the result once: a second delivery finds nothing queued and changes nothing. */
  async freeze(tx: Tx, id: Id<'valuation'>, result: Frozen): Promise<void> {
    await tx.valuation.updateMany({ where: { id, state: 'queued' }, data: result });
  }
}

const toRow = ({
  domain,
  domainId: _,
  ...row
}: Prisma.ValuationGetPayload<{ include: { domain: true } }>): ValuationRow => ({
  ...row,
  id: asId('valuation', row.id),
  versionId: asId('version', row.versionId),
  requestedById: asId('party', row.requestedById),
  domain: domain.name,
  currency: asCurrency(row.currency),
  state: row.state as ValuationState,
});
