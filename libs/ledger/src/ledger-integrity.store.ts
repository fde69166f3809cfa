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
   * One statement, so that one snapshot is judged while postings go on. Per account: the balance is the sum of
   * the entries and not below the floor, the version is their number, and entry n carries version n and the
   * running sum. Per transaction: it sums to zero in each currency, and its lines are numbered 1, 2, … .
   */
  async faults(): Promise<readonly IntegrityFault[]> {
    return this.#prisma.$queryRaw<IntegrityFault[]>`
      WITH chain AS (
        SELECT e."account_id", e."account_version", e."balance_after_minor",
            row_number() OVER w AS expected_version, sum(e."amount_minor") OVER w AS expected_balance
          FROM "ledger_entry" e WINDOW w AS (PARTITION BY e."account_id" ORDER BY e."account_version")
      ), total AS (
        SELECT "account_id", sum("amount_minor") AS balance, count(*) AS entries
          FROM "ledger_entry" GROUP BY "account_id"
      ), account AS (
        SELECT a.*, coalesce(t.balance, 0) AS expected_balance, coalesce(t.entries, 0) AS expected_version
          FROM "ledger_account" a LEFT JOIN total t ON t."account_id" = a."id"
      )
      SELECT 'balance' AS "check", "id"::text AS "subject",
          format('balance %s, entries sum to %s', "balance_minor", expected_balance) AS "detail"
        FROM account WHERE "balance_minor" <> expected_balance
      UNION ALL
      SELECT 'version', "id"::text, format('version %s, %s entries', "version", expected_version)
        FROM account WHERE "version" <> expected_version
      UNION ALL
      SELECT 'floor', "id"::text, format('balance %s, floor %s', "balance_minor", "floor_minor")
        FROM account WHERE "balance_minor" < "floor_minor"
      UNION ALL
      SELECT 'chain', "account_id"::text, format('entry %s: version %s, balance after %s, expected %s',
          expected_version, "account_version", "balance_after_minor", expected_balance)
        FROM chain WHERE "account_version" <> expected_version OR "balance_after_minor" <> expected_balance
      UNION ALL
      SELECT 'transaction-sum', e."transaction_id"::text, format('%s %s', sum(e."amount_minor"), a."currency")
        FROM "ledger_entry" e JOIN "ledger_account" a ON a."id" = e."account_id"
        GROUP BY e."transaction_id", a."currency" HAVING sum(e."amount_minor") <> 0
      UNION ALL
      SELECT 'transaction-lines', t."id"::text, format('%s lines, the last is %s', count(e."line"), max(e."line"))
        FROM "ledger_transaction" t LEFT JOIN "ledger_entry" e ON e."transaction_id" = t."id"
        GROUP BY t."id" HAVING count(e."line") < 2 OR min(e."line") <> 1 OR max(e."line") <> count(e."line")
      LIMIT ${FAULTS_MAX}`;
  }
}
