import { Injectable } from '@nestjs/common';
import { PrismaService } from '#libs/platform';
import type { z } from 'zod';
import { FAULTS_MAX, type integrityView } from './ledger.contract.js';

export type IntegrityFault = z.output<typeof integrityView>['faults'][number];

/** Recomputes the ledger from its entries. Reads only. */
@Injectable()
export class LedgerIntegrityStore {
  readonly #prisma: PrismaService;

  constructor(prisma: PrismaService) {
    this.#prisma = prisma;
  }

  /**
   * One statement, so that one snapshot is judged while postings go on. Per account: the balance is the sum of the
   * entries, the version their number, what is held the sum of its open holds, and what is left not below the floor.
   * Per account of a party: entry n carries version n and the running sum. Per hold: the transaction that resolved it
   * took no more from its account. Per transaction: it sums to zero in each currency, has lines numbered 1, 2, … ,
   * and does something.
   */
  async faults(): Promise<readonly IntegrityFault[]> {
    return this.#prisma.$queryRaw<IntegrityFault[]>`
      WITH chain AS (
        SELECT e."account_id", e."account_version", e."balance_after_minor",
            row_number() OVER w AS expected_version, sum(e."amount_minor") OVER w AS expected_balance
          FROM "ledger_entry" e JOIN "ledger_account" a ON a."id" = e."account_id"
          -- What an account of the system booked while it was exact has numbers; what came later has none.
          WHERE a."party_id" IS NOT NULL OR e."account_version" IS NOT NULL
          WINDOW w AS (PARTITION BY e."account_id" ORDER BY e."account_version")
      ), total AS (
        SELECT "account_id", sum("amount_minor") AS balance, count(*) AS entries
          FROM "ledger_entry" GROUP BY "account_id"
      ), open_hold AS (
        SELECT h."account_id", sum(h."amount_minor") AS held FROM "ledger_hold" h
          LEFT JOIN "ledger_hold_resolution" r ON r."hold_id" = h."transaction_id"
          WHERE r."hold_id" IS NULL GROUP BY h."account_id"
      ), account AS (
        SELECT b.*, coalesce(t.balance, 0) AS expected_balance, coalesce(t.entries, 0) AS expected_version,
            coalesce(h.held, 0) AS expected_held
          FROM "ledger_balance" b LEFT JOIN total t ON t."account_id" = b."id"
            LEFT JOIN open_hold h ON h."account_id" = b."id"
      ), work AS (
        SELECT "transaction_id" FROM "ledger_hold" UNION SELECT "transaction_id" FROM "ledger_hold_resolution"
      )
      SELECT 'balance' AS "check", "id"::text AS "subject",
          format('balance %s, entries sum to %s', "balance_minor", expected_balance) AS "detail"
        FROM account WHERE "balance_minor" <> expected_balance
      UNION ALL
      SELECT 'version', "id"::text, format('version %s, %s entries', "version", expected_version)
        FROM account WHERE "version" <> expected_version
      UNION ALL
      SELECT 'held', "id"::text, format('held %s, open holds sum to %s', "held_minor", expected_held)
        FROM account WHERE "held_minor" <> expected_held
      UNION ALL
      SELECT 'floor', "id"::text, format('balance %s, held %s, floor %s', "balance_minor", "held_minor", "floor_minor")
        FROM account WHERE "balance_minor" - "held_minor" < "floor_minor"
      UNION ALL
      SELECT 'chain', "account_id"::text, format('entry %s: version %s, balance after %s, expected %s',
          expected_version, "account_version", "balance_after_minor", expected_balance)
        FROM chain
        WHERE ("account_version", "balance_after_minor") IS DISTINCT FROM (expected_version, expected_balance)
      UNION ALL
      SELECT 'hold', h."transaction_id"::text, format('held %s, taken %s', h."amount_minor", -sum(e."amount_minor"))
        FROM "ledger_hold" h JOIN "ledger_hold_resolution" r ON r."hold_id" = h."transaction_id"
          JOIN "ledger_entry" e ON e."transaction_id" = r."transaction_id" AND e."account_id" = h."account_id"
        GROUP BY h."transaction_id" HAVING -sum(e."amount_minor") > h."amount_minor"
      UNION ALL
      SELECT 'transaction-sum', e."transaction_id"::text, format('%s %s', sum(e."amount_minor"), a."currency")
        FROM "ledger_entry" e LEFT JOIN "ledger_account" a ON a."id" = e."account_id"
        GROUP BY e."transaction_id", a."currency" HAVING sum(e."amount_minor") <> 0 OR a."currency" IS NULL
      UNION ALL
      SELECT 'transaction-lines', coalesce(t."id", e."transaction_id")::text,
          format('%s lines, the last is %s', count(e."line"), max(e."line"))
        FROM "ledger_transaction" t FULL JOIN "ledger_entry" e ON e."transaction_id" = t."id"
          LEFT JOIN work w ON w."transaction_id" = t."id"
        GROUP BY t."id", e."transaction_id", w."transaction_id"
        HAVING t."id" IS NULL OR (count(e."line") < 2 AND (count(e."line") > 0 OR w."transaction_id" IS NULL))
          OR min(e."line") <> 1 OR max(e."line") <> count(e."line")
      LIMIT ${FAULTS_MAX}`;
  }
}
