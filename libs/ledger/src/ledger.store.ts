import { Injectable } from '@nestjs/common';
import { asId, assertDefined, type Id } from '#libs/kernel';
import { newId, type Tx } from '#libs/platform';
import { type AccountRef, batchOf, floorMinor, type PartyAccount, type Posting } from './core/index.js';

/** `posted` is false when the same posting stood there before. */
export type PostedTransaction = { readonly transactionId: Id<'transaction'>; readonly posted: boolean };

/** What an account has, and how much of it is held. */
export type BalanceRow = { readonly balanceMinor: bigint; readonly heldMinor: bigint };

/** Writes the ledger, and reads what a write depends on. */
@Injectable()
export class LedgerStore {
  /** One call, whatever the batch: see `ledger_post`. Each refusal names its constraint. */
  async post(tx: Tx, postings: readonly Posting[]): Promise<readonly PostedTransaction[]> {
    const { accounts, steps, released } = batchOf(postings);
    const ids = postings.map(() => newId('transaction'));
    // Amounts travel as text: a number would lose units above 2^53.
    const [row] = await tx.$queryRaw<{ standing: string[] }[]>`
      SELECT ledger_post(
        ${ids}::uuid[], ${postings.map(({ key }) => key)}::text[],
        ${postings.map(({ requestHash }) => requestHash)}::text[], ${postings.map(({ kind }) => kind)}::text[],
        ${postings.map(({ reference }) => reference)}::text[], ${released}::uuid[],
        ${accounts.map(() => newId('account'))}::uuid[], ${accounts.map(({ partyId }) => partyId)}::uuid[],
        ${accounts.map(({ currency }) => currency)}::bpchar[], ${accounts.map(({ purpose }) => purpose)}::text[],
        ${accounts.map((account) => floorMinor(account)?.toString() ?? null)}::bigint[],
        ${steps.map(({ transaction }) => transaction)}::int[], ${steps.map(({ account }) => account)}::int[],
        ${steps.map(({ amountMinor }) => amountMinor.toString())}::bigint[],
        ${steps.map(({ heldMinor }) => heldMinor.toString())}::bigint[]
      ) AS "standing"`;
    const { standing } = assertDefined(row, 'a function answers with one row');
    return ids.map((proposed, index) => {
      const id = assertDefined(standing[index], 'something stands under every key');
      return { transactionId: asId('transaction', id), posted: id === proposed };
    });
  }

  async balance(tx: Tx, { partyId, currency, purpose }: AccountRef): Promise<BalanceRow> {
    const [row] = await tx.$queryRaw<BalanceRow[]>`
      SELECT "balance_minor" AS "balanceMinor", "held_minor" AS "heldMinor" FROM "ledger_balance"
        WHERE ("party_id" = ${partyId}::uuid OR ("party_id" IS NULL AND ${partyId}::uuid IS NULL))
          AND "currency" = ${currency} AND "purpose" = ${purpose}`;
    return row ?? { balanceMinor: 0n, heldMinor: 0n };
  }

  /** The row of an account that was never used is opened, so that there is one to lock. */
  async lockedBalance(tx: Tx, account: PartyAccount): Promise<bigint> {
    const { partyId, currency, purpose } = account;
    await tx.$executeRaw`
      INSERT INTO "ledger_account" ("id", "party_id", "currency", "purpose", "floor_minor")
        VALUES (${newId('account')}::uuid, ${partyId}::uuid, ${currency}, ${purpose}, ${floorMinor(account)})
        ON CONFLICT DO NOTHING`;
    const [row] = await tx.$queryRaw<{ balance_minor: bigint }[]>`
      SELECT "balance_minor" FROM "ledger_account"
        WHERE "party_id" = ${partyId}::uuid AND "currency" = ${currency} AND "purpose" = ${purpose}
        FOR NO KEY UPDATE`;
    return assertDefined(row, 'the account was just opened').balance_minor;
  }

  /** Accounts of the system with entries that their row does not count yet. */
  async accountsToRollUp(tx: Tx): Promise<readonly Id<'account'>[]> {
    const rows = await tx.$queryRaw<{ account_id: string }[]>`
      SELECT DISTINCT "account_id" FROM "ledger_delta" ORDER BY "account_id"`;
    return rows.map(({ account_id }) => asId('account', account_id));
  }

  async rollUp(tx: Tx, id: Id<'account'>): Promise<void> {
    await tx.$queryRaw`SELECT ledger_roll_up(${id}::uuid)`;
  }
}
