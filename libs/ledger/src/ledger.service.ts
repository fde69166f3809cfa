import { Injectable } from '@nestjs/common';
import { AccessService } from '#libs/access';
import { assert, err, type Id, ok, type Result, sha256Hex } from '#libs/kernel';
import {
  type Actor,
  notFound,
  type Problem,
  problem,
  type Tx,
  UnitOfWork,
  violates,
  type WriteRequest,
} from '#libs/platform';
import type { z } from 'zod';
import {
  type AccountRef,
  partyAccount,
  planPosting,
  type Posting,
  type PostingRequest,
  systemAccount,
} from './core/index.js';
import * as contract from './ledger.contract.js';
import { LedgerIntegrityStore } from './ledger-integrity.store.js';
import { type AccountIds, type BalanceRow, LedgerStore } from './ledger.store.js';

/** `posted` is false when the same posting stood there before. */
export type PostedTransaction = { readonly transactionId: Id<'transaction'>; readonly posted: boolean };

/** Accounts, postings, balances: the money of the market. */
@Injectable()
export class LedgerService {
  readonly #store: LedgerStore;
  readonly #integrity: LedgerIntegrityStore;
  readonly #access: AccessService;
  readonly #unitOfWork: UnitOfWork;

  constructor(
    store: LedgerStore,
    integrity: LedgerIntegrityStore,
    access: AccessService,
    unitOfWork: UnitOfWork,
  ) {
    this.#store = store;
    this.#integrity = integrity;
    this.#access = access;
    this.#unitOfWork = unitOfWork;
  }

  /**
   * Books one transaction, once: the same key with the same transfers answers with the earlier transaction, with
   * others it is `idempotency-key-reused`. `insufficient-funds` when a transfer would pass a floor; PostgreSQL
   * has then given up the whole transaction, so the unit of work must return that failure and roll back.
   * A malformed posting is a bug of the caller and asserts.
   */
  async post(tx: Tx, request: PostingRequest): Promise<Result<PostedTransaction, Problem>> {
    const posting = planned(request);
    return this.#post(tx, posting, await this.#store.openAccounts(tx, accountsOf([posting])));
  }

  /**
   * Books several transactions in their order, or none. All their accounts are opened and locked beforehand in
   * one order: booked one by one, two such groups that share accounts could wait for each other.
   */
  async postAll(
    tx: Tx,
    requests: readonly PostingRequest[],
  ): Promise<Result<readonly PostedTransaction[], Problem>> {
    const postings = requests.map(planned);
    const ids = await this.#store.openAccounts(tx, accountsOf(postings));
    await this.#store.lockAccounts(tx, ids);
    const booked: PostedTransaction[] = [];
    for (const posting of postings) {
      const result = await this.#post(tx, posting, ids);
      if (!result.ok) return result;
      booked.push(result.value);
    }
    return ok(booked);
  }

  /** What the account holds; zero when it was never used. */
  balance(tx: Tx, account: AccountRef): Promise<bigint> {
    return this.#store.balance(tx, account);
  }

  /** The balance, which nobody else can change before the transaction ends. Floors hold without this. */
  lockedBalance(tx: Tx, account: AccountRef): Promise<bigint> {
    return this.#store.lockedBalance(tx, account);
  }

  /** Records money that was received for a party. */
  async recordFunding(
    write: WriteRequest,
    funding: z.output<typeof contract.recordFunding>,
  ): Promise<Result<z.output<typeof contract.fundingView>, Problem>> {
    const { partyId, currency, amountMinor, reference } = funding;
    const available = partyAccount(partyId, currency, 'available');
    return this.#unitOfWork.write(write, contract.fundingView, async (tx) => {
      const names = await this.#access.partyNames([partyId], tx);
      if (!names.has(partyId)) return err(notFound('party'));
      const booked = await this.post(tx, {
        key: `funding-${sha256Hex(`${write.actor.partyId} ${write.idempotencyKey}`)}`,
        kind: 'funding',
        reference,
        transfers: [{ from: systemAccount(currency, 'outside'), to: available, amountMinor }],
      });
      if (!booked.ok) return booked;
      const availableMinor = await this.balance(tx, available);
      return ok({ ...funding, transactionId: booked.value.transactionId, availableMinor });
    });
  }

  balancesOf(actor: Actor): Promise<readonly BalanceRow[]> {
    return this.#store.balancesOf(actor.partyId);
  }

  async statement(
    actor: Actor,
    { currency, purpose, after, limit }: z.output<typeof contract.statementQuery>,
  ): Promise<z.output<typeof contract.statementView>> {
    const account = partyAccount(actor.partyId, currency, purpose);
    const entries = await this.#store.entries(account, after ?? 0n, limit);
    const last = entries.length < limit ? undefined : entries.at(-1);
    return { currency, purpose, entries: [...entries], next: last?.number ?? null };
  }

  async trialBalance(): Promise<z.output<typeof contract.trialBalanceView>> {
    const sums = await this.#store.purposeSums();
    const currencies = [...new Set(sums.map(({ currency }) => currency))].map((currency) => {
      const purposes = sums
        .filter((sum) => sum.currency === currency)
        .map(({ purpose, balanceMinor }) => ({ purpose, balanceMinor }));
      return { currency, purposes, sumMinor: total(purposes.map(({ balanceMinor }) => balanceMinor)) };
    });
    return { currencies, grandSumMinor: total(currencies.map(({ sumMinor }) => sumMinor)) };
  }

  async integrity(): Promise<z.output<typeof contract.integrityView>> {
    const faults = await this.#integrity.faults();
    return { ok: faults.length === 0, faults: [...faults] };
  }

  async #post(tx: Tx, posting: Posting, ids: AccountIds): Promise<Result<PostedTransaction, Problem>> {
    try {
      const { transactionId, posted, hashMatches } = await this.#store.post(tx, posting, ids);
      if (hashMatches) return ok({ transactionId, posted });
      return err(problem('idempotency-key-reused', 'The ledger holds another transaction under this key.'));
    } catch (error) {
      if (!violates(error, 'ledger_account_floor')) throw error;
      return err(problem('insufficient-funds', 'The balance does not cover this.'));
    }
  }
}

function planned(request: PostingRequest): Posting {
  const posting = planPosting(request);
  assert(posting.ok, `not a posting: ${request.key} ${posting.ok ? '' : JSON.stringify(posting.error)}`);
  return posting.value;
}

const accountsOf = (postings: readonly Posting[]): readonly AccountRef[] =>
  postings.flatMap(({ lines }) => lines.map(({ account }) => account));

const total = (amounts: readonly bigint[]): bigint => amounts.reduce((sum, amount) => sum + amount, 0n);
