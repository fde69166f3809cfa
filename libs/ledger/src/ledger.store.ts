import { Injectable } from '@nestjs/common';
import { asCurrency, asId, assertDefined, type Currency, type Id } from '#libs/kernel';
import { newId, PrismaService, type Tx } from '#libs/platform';
import {
  accountKey,
  type AccountRef,
  floorMinor,
  type PartyAccount,
  type PartyPurpose,
  type Posting,
} from './core/index.js';

/** Account ids by account key. */
export type AccountIds = ReadonlyMap<string, Id<'account'>>;

export type PostedRow = {
  readonly transactionId: Id<'transaction'>;
  readonly posted: boolean;
  readonly hashMatches: boolean;
};

export type BalanceRow = {
  readonly currency: Currency;
  readonly purpose: PartyPurpose;
  readonly balanceMinor: bigint;
};

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

@Injectable()
export class LedgerStore {
  readonly #prisma: PrismaService;

  constructor(prisma: PrismaService) {
    this.#prisma = prisma;
  }

  /**
   * The ids of accounts by their keys; opens what is not there yet. Always in the order of their keys: two
   * transactions that open the same accounts wait for each other in one direction only.
   */
  async openAccounts(tx: Tx, accounts: readonly AccountRef[]): Promise<AccountIds> {
    const byKey = new Map(accounts.map((account) => [accountKey(account), account]));
    const sorted = [...byKey.entries()].sort(([a], [b]) => (a < b ? -1 : 1));
    const rows = sorted.map(([key, account]) => ({
      key,
      id: newId('account'),
      party_id: account.partyId,
      currency: account.currency,
      purpose: account.purpose,
      floor_minor: floorMinor(account)?.toString() ?? null,
    }));
    const found = await this.#findAccounts(tx, rows);
    if (found.size === rows.length) return found;
    await tx.$executeRaw`
      INSERT INTO "ledger_account" ("id", "party_id", "currency", "purpose", "floor_minor")
      SELECT r."id", r."party_id", r."currency", r."purpose", r."floor_minor"
        FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
          AS r("id" uuid, "party_id" uuid, "currency" char(3), "purpose" text, "floor_minor" bigint)
      ON CONFLICT DO NOTHING`;
    return this.#findAccounts(tx, rows);
  }

  /** Each branch meets the unique index; one join condition for parties and system accounts would not. */
  async #findAccounts(tx: Tx, rows: readonly { readonly key: string }[]): Promise<AccountIds> {
    const found = await tx.$queryRaw<{ key: string; id: string | null }[]>`
      SELECT r."key", CASE WHEN r."party_id" IS NULL
          THEN (SELECT a."id" FROM "ledger_account" a
            WHERE a."party_id" IS NULL AND a."currency" = r."currency" AND a."purpose" = r."purpose")
          ELSE (SELECT a."id" FROM "ledger_account" a
            WHERE a."party_id" = r."party_id" AND a."currency" = r."currency" AND a."purpose" = r."purpose")
        END AS "id"
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        AS r("key" text, "party_id" uuid, "currency" char(3), "purpose" text)`;
    return new Map(found.flatMap(({ key, id }) => (id === null ? [] : [[key, asId('account', id)]])));
  }

  /** Locks in the order of ids, the order in which `ledger_post` locks too. */
  async lockAccounts(tx: Tx, ids: AccountIds): Promise<void> {
    await tx.$queryRaw`
      SELECT 1 FROM "ledger_account" WHERE "id" = ANY(${[...ids.values()]}::uuid[])
        ORDER BY "id" FOR NO KEY UPDATE`;
  }

  async post(tx: Tx, posting: Posting, ids: AccountIds): Promise<PostedRow> {
    const { key, requestHash, kind, reference } = posting;
    // Amounts travel as text: JSON numbers would lose units above 2^53.
    const lines = posting.lines.map(({ account, amountMinor }) => ({
      account: assertDefined(ids.get(accountKey(account)), 'the accounts of a posting were opened before'),
      amount: amountMinor.toString(),
    }));
    const [row] = await tx.$queryRaw<{ transaction_id: string; posted: boolean; hash_matches: boolean }[]>`
      SELECT * FROM ledger_post(${newId('transaction')}::uuid, ${key}, ${requestHash}, ${kind}, ${reference},
        NULL, ${JSON.stringify(lines)}::jsonb)`;
    const posted = assertDefined(row, 'ledger_post answers with one row');
    return {
      transactionId: asId('transaction', posted.transaction_id),
      posted: posted.posted,
      hashMatches: posted.hash_matches,
    };
  }

  async balance(tx: Tx, account: AccountRef): Promise<bigint> {
    const row = await tx.ledgerAccount.findFirst({ where: account, select: { balanceMinor: true } });
    return row?.balanceMinor ?? 0n;
  }

  async lockedBalance(tx: Tx, account: AccountRef): Promise<bigint> {
    const id = (await this.openAccounts(tx, [account])).get(accountKey(account));
    const [row] = await tx.$queryRaw<{ balance_minor: bigint }[]>`
      SELECT "balance_minor" FROM "ledger_account" WHERE "id" = ${id}::uuid FOR UPDATE`;
    return assertDefined(row, 'the account was just opened').balance_minor;
  }

  async balancesOf(partyId: Id<'party'>): Promise<readonly BalanceRow[]> {
    const rows = await this.#prisma.ledgerAccount.findMany({
      where: { partyId },
      orderBy: [{ currency: 'asc' }, { purpose: 'asc' }],
      select: { currency: true, purpose: true, balanceMinor: true },
    });
    return rows.map((row) => ({
      ...row,
      currency: asCurrency(row.currency),
      purpose: row.purpose as PartyPurpose,
    }));
  }

  /** Entries with a number above `after`, oldest first. */
  async entries(account: PartyAccount, after: bigint, limit: number): Promise<readonly EntryRow[]> {
    const rows = await this.#prisma.ledgerEntry.findMany({
      where: { account, accountVersion: { gt: after } },
      orderBy: { accountVersion: 'asc' },
      take: limit,
      include: { transaction: true },
    });
    return rows.map(({ transaction, ...entry }) => ({
      number: entry.accountVersion,
      transactionId: asId('transaction', entry.transactionId),
      kind: transaction.kind,
      reference: transaction.reference ?? '',
      amountMinor: entry.amountMinor,
      balanceAfterMinor: entry.balanceAfterMinor,
      recordedAt: transaction.recordedAt,
    }));
  }

  async purposeSums(): Promise<readonly PurposeSumRow[]> {
    const rows = await this.#prisma.$queryRaw<{ currency: string; purpose: string; balance: string }[]>`
      SELECT "currency", "purpose", sum("balance_minor")::text AS balance
        FROM "ledger_account" GROUP BY "currency", "purpose" ORDER BY "currency", "purpose"`;
    return rows.map(({ currency, purpose, balance }) => ({
      currency: asCurrency(currency),
      purpose,
      balanceMinor: BigInt(balance),
    }));
  }
}
