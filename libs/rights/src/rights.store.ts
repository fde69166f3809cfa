import { Injectable } from '@nestjs/common';
import { asId, assert, canonicalJson, type Id, parseJson } from '#libs/kernel';
import { type Prisma, PrismaService, type Tx } from '#libs/platform';
import { type LotKind, type LotTerms, lotTermsSchema, type StandingRight } from './core/index.js';

export type LotState = 'listed' | 'in-auction' | 'sold' | 'withdrawn';

export type LotRow = {
  readonly id: Id<'lot'>;
  readonly versionId: Id<'version'>;
  readonly modelId: Id<'model'>;
  readonly sellerId: Id<'party'>;
  readonly kind: LotKind;
  readonly terms: LotTerms;
  readonly termsDigest: string;
  readonly state: LotState;
  readonly createdAt: Date;
};

export type GrantRow = {
  readonly id: Id<'grant'>;
  readonly lotId: Id<'lot'>;
  readonly auctionId: Id<'auction'>;
  readonly holderId: Id<'party'>;
  readonly versionId: Id<'version'>;
  readonly terms: LotTerms;
  /** Units of the lot; null where all of it was granted. */
  readonly quantity: bigint | null;
  readonly grantedAt: Date;
};

@Injectable()
export class RightsStore {
  readonly #prisma: PrismaService;

  constructor(prisma: PrismaService) {
    this.#prisma = prisma;
  }

  /** What is granted in a version and what is in its auctions is decided by one transaction at a time. */
  async lockVersion(tx: Tx, versionId: Id<'version'>): Promise<void> {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`salvor rights ${versionId}`}, 0))`;
  }

  async insertLot(tx: Tx, { modelId: _, terms, ...lot }: LotRow): Promise<void> {
    await tx.lot.create({ data: { ...lot, terms: canonicalJson(terms) } });
  }

  async findLot(id: Id<'lot'>, tx: Tx = this.#prisma): Promise<LotRow | undefined> {
    const row = await tx.lot.findUnique({ where: { id }, include: WITH_MODEL });
    return row === null ? undefined : toLot(row);
  }

  /** The lot as it stands under a row lock. */
  async lockLot(tx: Tx, id: Id<'lot'>): Promise<LotRow | undefined> {
    await tx.$executeRaw`SELECT 1 FROM "lot" WHERE "id" = ${id}::uuid FOR UPDATE`;
    return this.findLot(id, tx);
  }

  async setState(tx: Tx, id: Id<'lot'>, state: LotState): Promise<void> {
    await tx.lot.update({ where: { id }, data: { state } });
  }

  /** Oldest first, after the lot with the given id. */
  async listLots(after: Id<'lot'> | undefined, limit: number): Promise<readonly LotRow[]> {
    const rows = await this.#prisma.lot.findMany({
      where: after === undefined ? {} : { id: { gt: after } },
      orderBy: { id: 'asc' },
      take: limit,
      include: WITH_MODEL,
    });
    return rows.map(toLot);
  }

  /** What binds a version: every lot that was granted or is in an auction. */
  async standingRights(tx: Tx, versionId: Id<'version'>): Promise<readonly StandingRight[]> {
    const rows = await tx.lot.findMany({
      where: { versionId, state: { in: ['in-auction', 'sold'] } },
      orderBy: { id: 'asc' },
      include: { grants: true },
    });
    return rows.map(({ id, terms, state, grants }) => ({
      lotId: id,
      terms: toTerms(terms),
      // Units go to several holders at several times: the lot binds until the last of their terms ends.
      grantedAtMs:
        state === 'sold' ? Math.max(...grants.map(({ grantedAt }) => grantedAt.getTime())) : undefined,
    }));
  }

  /** What was granted in a version, oldest first. */
  async grantsOfVersion(
    versionId: Id<'version'>,
    limit: number,
    tx: Tx = this.#prisma,
  ): Promise<readonly GrantRow[]> {
    const rows = await tx.rightsGrant.findMany({
      where: { lot: { versionId } },
      orderBy: { id: 'asc' },
      take: limit,
      include: { lot: true },
    });
    return rows.map(toGrant);
  }

  /** Whether an auction of this lot granted any of it. */
  async hasGrants(tx: Tx, lotId: Id<'lot'>, auctionId: Id<'auction'>): Promise<boolean> {
    return (await tx.rightsGrant.count({ where: { lotId, auctionId } })) > 0;
  }

  async findGrant(id: Id<'grant'>, tx: Tx = this.#prisma): Promise<GrantRow | undefined> {
    const row = await tx.rightsGrant.findUnique({ where: { id }, include: { lot: true } });
    return row === null ? undefined : toGrant(row);
  }

  async insertGrant(tx: Tx, { versionId: _, terms: __, ...grant }: GrantRow): Promise<void> {
    await tx.rightsGrant.create({ data: grant });
  }

  /** Oldest first, after the grant with the given id. */
  async listGrants(
    holderId: Id<'party'>,
    after: Id<'grant'> | undefined,
    limit: number,
  ): Promise<readonly GrantRow[]> {
    const rows = await this.#prisma.rightsGrant.findMany({
      where: { holderId, ...(after === undefined ? {} : { id: { gt: after } }) },
      orderBy: { id: 'asc' },
      take: limit,
      include: { lot: true },
    });
    return rows.map(toGrant);
  }
}

const WITH_MODEL = { version: { select: { modelId: true } } } as const;

type StoredLot = Prisma.LotGetPayload<{ include: typeof WITH_MODEL }>;
type StoredGrant = Prisma.RightsGrantGetPayload<{ include: { lot: true } }>;

/** Terms were checked when the lot was listed; the text is what was digested. */
function toTerms(text: string): LotTerms {
  const json = parseJson(text);
  assert(json.ok, 'stored terms are JSON');
  return lotTermsSchema.parse(json.value);
}

const toLot = (row: StoredLot): LotRow => ({
  id: asId('lot', row.id),
  versionId: asId('version', row.versionId),
  modelId: asId('model', row.version.modelId),
  sellerId: asId('party', row.sellerId),
  kind: row.kind as LotKind,
  terms: toTerms(row.terms),
  termsDigest: row.termsDigest,
  state: row.state as LotState,
  createdAt: row.createdAt,
});

const toGrant = (row: StoredGrant): GrantRow => ({
  id: asId('grant', row.id),
  lotId: asId('lot', row.lotId),
  auctionId: asId('auction', row.auctionId),
  holderId: asId('party', row.holderId),
  versionId: asId('version', row.lot.versionId),
  terms: toTerms(row.lot.terms),
  quantity: row.quantity,
  grantedAt: row.grantedAt,
});
