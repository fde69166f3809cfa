import { Injectable } from '@nestjs/common';
import { asId, type Id } from '#libs/kernel';
import { type Actor, PrismaService, type Scope, type Tx } from '#libs/platform';

export type PartyRow = { readonly id: Id<'party'>; readonly name: string; readonly createdAt: Date };

export type ApiKeyRow = {
  readonly id: Id<'apiKey'>;
  readonly partyId: Id<'party'>;
  readonly scopes: Scope[];
  readonly createdAt: Date;
  readonly revokedAt: Date | null;
};

/** `group` is null where a party acts alone again. */
export type AffiliationRow = {
  readonly partyId: Id<'party'>;
  readonly group: string | null;
  readonly recordedAt: Date;
};

type StoredKey = { id: string; partyId: string; scopes: string[]; createdAt: Date; revokedAt: Date | null };

@Injectable()
export class AccessStore {
  readonly #prisma: PrismaService;

  constructor(prisma: PrismaService) {
    this.#prisma = prisma;
  }

  /** False when another party has the name, even one that is being registered at this moment. */
  async insertParty(tx: Tx, party: PartyRow): Promise<boolean> {
    const { count } = await tx.party.createMany({ data: [party], skipDuplicates: true });
    return count === 1;
  }

  async findParty(id: Id<'party'>, tx: Tx = this.#prisma): Promise<PartyRow | undefined> {
    const row = await tx.party.findUnique({ where: { id } });
    return row === null ? undefined : { ...row, id: asId('party', row.id) };
  }

  async findPartyByName(tx: Tx, name: string): Promise<PartyRow | undefined> {
    const row = await tx.party.findUnique({ where: { name } });
    return row === null ? undefined : { ...row, id: asId('party', row.id) };
  }

  async partyNames(
    ids: readonly Id<'party'>[],
    tx: Tx = this.#prisma,
  ): Promise<ReadonlyMap<Id<'party'>, string>> {
    const rows = await tx.party.findMany({ where: { id: { in: [...ids] } } });
    return new Map(rows.map(({ id, name }) => [asId('party', id), name]));
  }

  async insertAffiliation(
    tx: Tx,
    { group: groupName, ...row }: AffiliationRow,
    recordedById: Id<'party'>,
  ): Promise<void> {
    await tx.partyAffiliation.create({ data: { ...row, groupName, recordedById } });
  }

  /** The group of each party that is in one now. */
  async affiliations(
    ids: readonly Id<'party'>[],
    tx: Tx = this.#prisma,
  ): Promise<ReadonlyMap<Id<'party'>, string>> {
    const rows = await tx.$queryRaw<{ party_id: string; group_name: string | null }[]>`
      SELECT DISTINCT ON ("party_id") "party_id", "group_name" FROM "party_affiliation"
        WHERE "party_id" = ANY (${[...ids]}::uuid[]) ORDER BY "party_id", "id" DESC`;
    return new Map(
      rows.flatMap(({ party_id, group_name }) =>
        group_name === null ? [] : [[asId('party', party_id), group_name] as const],
      ),
    );
  }

  async keyExists(tx: Tx, id: Id<'apiKey'>): Promise<boolean> {
    return (await tx.apiKey.count({ where: { id } })) > 0;
  }

  /** Several processes may start at once; one of them makes the operator. */
  async lockOperator(tx: Tx): Promise<void> {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('salvor ensure operator', 0))`;
  }

  async insertKey(tx: Tx, key: ApiKeyRow, secretHash: Uint8Array<ArrayBuffer>): Promise<void> {
    await tx.apiKey.create({ data: { ...key, secretHash } });
  }

  async revokeKey(tx: Tx, id: Id<'apiKey'>, at: Date): Promise<ApiKeyRow | undefined> {
    await tx.apiKey.updateMany({ where: { id, revokedAt: null }, data: { revokedAt: at } });
    const row = await tx.apiKey.findUnique({ where: { id } });
    return row === null ? undefined : toKeyRow(row);
  }

  /** The one query of every authenticated request. */
  async findCredentials(id: Id<'apiKey'>): Promise<{ secretHash: Uint8Array; actor: Actor } | undefined> {
    const [row] = await this.#prisma.$queryRaw<
      { secret_hash: Uint8Array; party_id: string; scopes: Scope[] }[]
    >`
      SELECT secret_hash, party_id, scopes FROM api_key WHERE id = ${id}::uuid AND revoked_at IS NULL`;
    if (row === undefined) return undefined;
    return {
      secretHash: row.secret_hash,
      actor: { partyId: asId('party', row.party_id), scopes: new Set(row.scopes) },
    };
  }

  async insertAudit(
    tx: Tx,
    entry: {
      actorId: Id<'party'> | null;
      action: string;
      subjectKind: string;
      subjectId: string;
      reason: string;
    },
  ): Promise<void> {
    await tx.auditEntry.create({ data: entry });
  }
}

const toKeyRow = (row: StoredKey): ApiKeyRow => ({
  id: asId('apiKey', row.id),
  partyId: asId('party', row.partyId),
  scopes: row.scopes as Scope[],
  createdAt: row.createdAt,
  revokedAt: row.revokedAt,
});
