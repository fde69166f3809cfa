import { Injectable } from '@nestjs/common';
import { asId, type Id } from '#libs/kernel';
import { PrismaService, type Tx } from '#libs/platform';

/** What may be told of a credential: everything but the secret. */
export type CredentialRow = {
  readonly id: Id<'credential'>;
  readonly name: string;
  readonly createdAt: Date;
  readonly replacedAt: Date | null;
};

const TOLD = { id: true, name: true, createdAt: true, replacedAt: true } as const;

/** Secrets of endpoints, encrypted. */
@Injectable()
export class EvaluationCredentialStore {
  readonly #prisma: PrismaService;

  constructor(prisma: PrismaService) {
    this.#prisma = prisma;
  }

  /** False when the party has one with this name, even one that is being written at this moment. */
  async insert(
    tx: Tx,
    credential: {
      readonly id: Id<'credential'>;
      readonly partyId: Id<'party'>;
      readonly name: string;
      readonly ciphertext: Uint8Array<ArrayBuffer>;
      readonly createdAt: Date;
    },
  ): Promise<boolean> {
    const { count } = await tx.evaluationCredential.createMany({ data: [credential], skipDuplicates: true });
    return count === 1;
  }

  async find(tx: Tx, partyId: Id<'party'>, name: string): Promise<CredentialRow | undefined> {
    const row = await tx.evaluationCredential.findUnique({
      where: { partyId_name: { partyId, name } },
      select: TOLD,
    });
    return row === null ? undefined : { ...row, id: asId('credential', row.id) };
  }

  async replace(
    tx: Tx,
    id: Id<'credential'>,
    ciphertext: Uint8Array<ArrayBuffer>,
    replacedAt: Date,
  ): Promise<void> {
    await tx.evaluationCredential.update({ where: { id }, data: { ciphertext, replacedAt } });
  }

  async list(partyId: Id<'party'>): Promise<readonly CredentialRow[]> {
    const rows = await this.#prisma.evaluationCredential.findMany({
      where: { partyId },
      orderBy: { name: 'asc' },
      select: TOLD,
    });
    return rows.map((row) => ({ ...row, id: asId('credential', row.id) }));
  }

  async count(tx: Tx, partyId: Id<'party'>): Promise<number> {
    return tx.evaluationCredential.count({ where: { partyId } });
  }

  async remove(tx: Tx, id: Id<'credential'>): Promise<void> {
    await tx.evaluationCredential.delete({ where: { id } });
  }

  async ciphertext(
    partyId: Id<'party'>,
    name: string,
  ): Promise<{ readonly id: Id<'credential'>; readonly ciphertext: Uint8Array } | undefined> {
    const row = await this.#prisma.evaluationCredential.findUnique({
      where: { partyId_name: { partyId, name } },
      select: { id: true, ciphertext: true },
    });
    return row === null ? undefined : { id: asId('credential', row.id), ciphertext: row.ciphertext };
  }
}
