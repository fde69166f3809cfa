import { Injectable } from '@nestjs/common';
import { asId, type Id } from '#libs/kernel';
import { PrismaService, type Tx } from '#libs/platform';

export type SigningKeyRow = {
  readonly partyId: Id<'party'>;
  readonly publicKey: string;
  readonly validFrom: Date;
  readonly proof: string;
  readonly registeredAt: Date;
};

@Injectable()
export class SigningKeyStore {
  readonly #prisma: PrismaService;

  constructor(prisma: PrismaService) {
    this.#prisma = prisma;
  }

  /** A party's history grows by one transaction at a time. */
  async lockHistory(tx: Tx, partyId: Id<'party'>): Promise<void> {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`salvor signing keys ${partyId}`}, 0))`;
  }

  /** False when the key is registered already, whoever has it. */
  async insert(tx: Tx, key: SigningKeyRow): Promise<boolean> {
    const { count } = await tx.signingKey.createMany({ data: [key], skipDuplicates: true });
    return count === 1;
  }

  /** The keys of some parties, the oldest first. */
  async ofParties(
    partyIds: readonly Id<'party'>[],
    tx: Tx = this.#prisma,
  ): Promise<readonly SigningKeyRow[]> {
    const rows = await tx.signingKey.findMany({
      where: { partyId: { in: [...partyIds] } },
      orderBy: { validFrom: 'asc' },
    });
    return rows.map((row) => ({ ...row, partyId: asId('party', row.partyId) }));
  }
}
