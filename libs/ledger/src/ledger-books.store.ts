import { Injectable } from '@nestjs/common';
import { asCurrency, asId, type Currency, type Id } from '#libs/kernel';
import { PrismaService } from '#libs/platform';
import type { PartyAccount, PartyPurpose } from './core/index.js';
import type { BalanceRow } from './ledger.store.js';

export type PartyBalanceRow = BalanceRow & { readonly currency: Currency; readonly purpose: PartyPurpose };

export type EntryRow = {
  readonly number: bigint;
  readonly transactionId: Id<'transaction'>;
  readonly kind: string;
  readonly reference: string;
  readonly amountMinor: bigint;
  readonly balanceAfterMinor: bigint;
  readonly recordedAt: Date;
};

export type PurposeSumRow = {
  readonly currency: Currency;
  readonly purpose: string;
  readonly balanceMinor: bigint;
};

/**
 * Reads the books, now and as they stood at a time. What stood then is what stands now less what was recorded
 * since: one definition for every account, exact or rolled up, and quick for the recent past.
 */
@Injectable()
export class LedgerBooksStore {
  readonly #prisma: PrismaService;

  constructor(prisma: PrismaService) {
    this.#prisma = prisma;
  }

  /** The accounts of a party; those that were first used after the time had nothing then. */
  async balancesOf(partyId: Id<'party'>, at: Date | null): Promise<readonly PartyBalanceRow[]> {
    const rows = await this.#prisma.$queryRaw<PartyBalanceRow[]>`
      SELECT b."currency", b."purpose", (b."balance_minor" - since."amount")::bigint AS "balanceMinor",
          CASE WHEN ${at}::timestamptz IS NULL THEN b."held_minor" ELSE held."amount"::bigint END AS "heldMinor"
        FROM "ledger_balance" b, LATERAL (
          SELECT coalesce(sum(e."amount_minor"), 0) AS "amount"
            FROM "ledger_entry" e JOIN "ledger_transaction" t ON t."id" = e."transaction_id"
            WHERE e."account_id" = b."id" AND t."recorded_at" > ${at}::timestamptz
        ) since, LATERAL (
          SELECT coalesce(sum(h."amount_minor"), 0) AS "amount"
            FROM "ledger_hold" h JOIN "ledger_transaction" t ON t."id" = h."transaction_id"
              LEFT JOIN "ledger_hold_resolution" r ON r."hold_id" = h."transaction_id"
              LEFT JOIN "ledger_transaction" e ON e."id" = r."transaction_id"
            WHERE h."account_id" = b."id" AND t."recorded_at" <= ${at}::timestamptz
              AND (e."id" IS NULL OR e."recorded_at" > ${at}::timestamptz)
        ) held
        WHERE b."party_id" = ${partyId}::uuid ORDER BY b."currency", b."purpose"`;
    return rows.map((row) => ({ ...row, currency: asCurrency(row.currency) }));
  }

  /** Entries with a number above `after`, oldest first. */
  async entries(
    { partyId, currency, purpose }: PartyAccount,
    after: bigint,
    limit: number,
  ): Promise<readonly EntryRow[]> {
    const rows = await this.#prisma.$queryRaw<EntryRow[]>`
      SELECT e."account_version" AS "number", t."id" AS "transactionId", t."kind",
          coalesce(t."reference", '') AS "reference", e."amount_minor" AS "amountMinor",
          e."balance_after_minor" AS "balanceAfterMinor", t."recorded_at" AS "recordedAt"
        FROM "ledger_account" a
          JOIN "ledger_entry" e ON e."account_id" = a."id"
          JOIN "ledger_transaction" t ON t."id" = e."transaction_id"
        WHERE a."party_id" = ${partyId}::uuid AND a."currency" = ${currency} AND a."purpose" = ${purpose}
          AND e."account_version" > ${after}
        ORDER BY e."account_version" LIMIT ${limit}`;
    return rows.map((row) => ({ ...row, transactionId: asId('transaction', row.transactionId) }));
  }

  /** What all accounts of a currency and purpose hold together. */
  async purposeSums(at: Date | null): Promise<readonly PurposeSumRow[]> {
    const rows = await this.#prisma.$queryRaw<{ currency: string; purpose: string; balance: string }[]>`
      WITH since AS (
        SELECT e."account_id", sum(e."amount_minor") AS "amount"
          FROM "ledger_transaction" t JOIN "ledger_entry" e ON e."transaction_id" = t."id"
          WHERE t."recorded_at" > ${at}::timestamptz GROUP BY e."account_id"
      )
      SELECT b."currency", b."purpose", sum(b."balance_minor" - coalesce(s."amount", 0))::text AS "balance"
        FROM "ledger_balance" b LEFT JOIN since s ON s."account_id" = b."id"
        GROUP BY b."currency", b."purpose" ORDER BY b."currency", b."purpose"`;
    return rows.map(({ currency, purpose, balance }) => ({
      currency: asCurrency(currency),
      purpose,
      balanceMinor: BigInt(balance),
    }));
  }
}
