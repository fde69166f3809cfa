import { Injectable } from '@nestjs/common';
import { asId, type Currency, type Id } from '#libs/kernel';
import { PrismaService } from '#libs/platform';

/** Money that one transaction took from one party and gave to another. */
export type Flow = {
  readonly from: Id<'party'>;
  readonly to: Id<'party'>;
  readonly at: Date;
  readonly amountMinor: bigint;
};

/** Reads who paid whom. */
@Injectable()
export class LedgerFlowsStore {
  readonly #prisma: PrismaService;

  constructor(prisma: PrismaService) {
    this.#prisma = prisma;
  }

  /**
   * What went from some parties to others, transaction by transaction: as much as the one lost and the other gained.
   * What rests in an account of the system in between is no longer seen as anybody's.
   */
  async between(
    senders: readonly Id<'party'>[],
    receivers: readonly Id<'party'>[],
    currency: Currency,
    since: Date,
  ): Promise<readonly Flow[]> {
    const rows = await this.#prisma.$queryRaw<Flow[]>`
      WITH net AS (
        SELECT t."id", t."recorded_at", a."party_id", sum(e."amount_minor") AS amount
          FROM "ledger_account" a
            JOIN "ledger_entry" e ON e."account_id" = a."id"
            JOIN "ledger_transaction" t ON t."id" = e."transaction_id"
          WHERE a."party_id" = ANY(${[...senders, ...receivers]}::uuid[]) AND a."currency" = ${currency}
            AND t."recorded_at" >= ${since}
          GROUP BY t."id", a."party_id"
      )
      SELECT f."party_id" AS "from", o."party_id" AS "to", f."recorded_at" AS "at",
          least(-f.amount, o.amount)::bigint AS "amountMinor"
        FROM net f JOIN net o ON o."id" = f."id"
        WHERE f.amount < 0 AND o.amount > 0
          AND f."party_id" = ANY(${[...senders]}::uuid[]) AND o."party_id" = ANY(${[...receivers]}::uuid[])
        ORDER BY f."recorded_at", f."id"`;
    return rows.map((row) => ({ ...row, from: asId('party', row.from), to: asId('party', row.to) }));
  }
}
