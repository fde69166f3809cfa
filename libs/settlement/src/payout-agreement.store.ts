import { Injectable } from '@nestjs/common';
import {
  asCurrency,
  asId,
  assert,
  canonicalJson,
  type Currency,
  digestOf,
  type Id,
  parseJson,
} from '#libs/kernel';
import { PrismaService, type Tx } from '#libs/platform';
import { type PayoutAgreement, payoutAgreementSchema, type PayoutAgreementText } from './core/index.js';

export type AgreementRow = {
  readonly id: Id<'agreement'>;
  readonly meterId: Id<'meter'>;
  readonly modelId: Id<'model'>;
  readonly versionId: Id<'version'>;
  readonly currency: Currency;
  readonly sellerId: Id<'party'>;
  readonly weightSetId: Id<'weightSet'>;
  readonly version: number;
  readonly document: PayoutAgreement;
  readonly digest: string;
  readonly effectiveFrom: Date;
  readonly agreedAt: Date;
};

export type NewAgreement = Omit<AgreementRow, 'document' | 'digest'> & {
  readonly document: PayoutAgreementText;
};

@Injectable()
export class PayoutAgreementStore {
  readonly #prisma: PrismaService;

  constructor(prisma: PrismaService) {
    this.#prisma = prisma;
  }

  /** The version that the meter's next agreement will have. Agreements queue up for it. */
  async nextVersion(tx: Tx, meterId: Id<'meter'>): Promise<number> {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`salvor agreement ${meterId}`}, 0))`;
    const last = await tx.payoutAgreement.findFirst({
      where: { meterId },
      orderBy: { version: 'desc' },
      select: { version: true },
    });
    return (last?.version ?? 0) + 1;
  }

  async insert(tx: Tx, { document, ...agreement }: NewAgreement): Promise<AgreementRow> {
    const row = await tx.payoutAgreement.create({
      data: { ...agreement, document: canonicalJson(document), digest: digestOf(document) },
    });
    return toRow(row);
  }

  async find(id: Id<'agreement'>, tx: Tx = this.#prisma): Promise<AgreementRow | undefined> {
    const row = await tx.payoutAgreement.findUnique({ where: { id } });
    return row === null ? undefined : toRow(row);
  }

  /** Runs of an agreement are queued one after the other: whoever adds one holds its row. */
  async lock(tx: Tx, id: Id<'agreement'>): Promise<void> {
    await tx.$executeRaw`SELECT 1 FROM "payout_agreement" WHERE "id" = ${id}::uuid FOR NO KEY UPDATE`;
  }

  /** From when charges count for the next version; null where there is none yet. */
  async effectiveUntil(tx: Tx, { meterId, version }: AgreementRow): Promise<Date | null> {
    const next = await tx.payoutAgreement.findUnique({
      where: { meterId_version: { meterId, version: version + 1 } },
      select: { effectiveFrom: true },
    });
    return next?.effectiveFrom ?? null;
  }
}

type Stored = {
  readonly id: string;
  readonly meterId: string;
  readonly modelId: string;
  readonly versionId: string;
  readonly sellerId: string;
  readonly weightSetId: string;
  readonly currency: string;
  readonly version: number;
  readonly document: string;
  readonly digest: string;
  readonly effectiveFrom: Date;
  readonly agreedAt: Date;
};

function toRow(row: Stored): AgreementRow {
  const json = parseJson(row.document);
  assert(json.ok, `agreement ${row.id} holds no document`);
  return {
    ...row,
    id: asId('agreement', row.id),
    meterId: asId('meter', row.meterId),
    modelId: asId('model', row.modelId),
    versionId: asId('version', row.versionId),
    sellerId: asId('party', row.sellerId),
    weightSetId: asId('weightSet', row.weightSetId),
    currency: asCurrency(row.currency),
    document: payoutAgreementSchema.parse(json.value),
  };
}
