import { Injectable } from '@nestjs/common';
import { AccessService } from '#libs/access';
import { assert, assertDefined, type Currency, err, type Id, ok, type Result, sha256Hex } from '#libs/kernel';
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
  type PartyAccount,
  partyAccount,
  planPosting,
  type Posting,
  type PostingRequest,
  systemAccount,
} from './core/index.js';
import * as contract from './ledger.contract.js';
import { LedgerBooksStore, type PartyBalanceRow } from './ledger-books.store.js';
import { type Flow, LedgerFlowsStore } from './ledger-flows.store.js';
import { LedgerIntegrityStore } from './ledger-integrity.store.js';
import { LedgerStore, type PostedTransaction } from './ledger.store.js';

/** Accounts, postings, holds, balances: the money of the market. */
@Injectable()
export class LedgerService {
  readonly #store: LedgerStore;
  readonly #books: LedgerBooksStore;
  readonly #flows: LedgerFlowsStore;
  readonly #integrity: LedgerIntegrityStore;
  readonly #access: AccessService;
  readonly #unitOfWork: UnitOfWork;

  constructor(
    store: LedgerStore,
    books: LedgerBooksStore,
    flows: LedgerFlowsStore,
    integrity: LedgerIntegrityStore,
    access: AccessService,
    unitOfWork: UnitOfWork,
  ) {
    this.#store = store;
    this.#books = books;
    this.#flows = flows;
    this.#integrity = integrity;
    this.#access = access;
    this.#unitOfWork = unitOfWork;
  }

  /** Books one transaction, once: {@link postAll} with one request. */
  async post(tx: Tx, request: PostingRequest): Promise<Result<PostedTransaction, Problem>> {
    const posted = await this.postAll(tx, [request]);
    return posted.ok ? ok(assertDefined(posted.value[0], 'one request, one transaction')) : posted;
  }

  /**
   * Books transactions in their order, all or none, in one round trip. The same key with the same request answers
   * with the earlier transaction, with another it is `idempotency-key-reused`. `insufficient-funds` when a step
   * would pass a floor; `not-found` when a hold to release is not open, or covers less than is taken. PostgreSQL has then given up the whole transaction, so the unit of work must return that failure and roll back.
   * A malformed posting is a bug of the caller and asserts.
   *
   * A batch waits in one order for what others hold. Two batches in one unit of work do not: make them one.
   */
  async postAll(
    tx: Tx,
    requests: readonly PostingRequest[],
  ): Promise<Result<readonly PostedTransaction[], Problem>> {
    if (requests.length === 0) return ok([]);
    const postings = requests.map(planned);
    try {
      return ok(await this.#store.post(tx, postings));
    } catch (error) {
      const refusal = REFUSALS.find(({ constraint }) => violates(error, constraint));
      if (refusal === undefined) throw error;
      return err(refusal.problem);
    }
  }

  /** What the account has, holds included; zero when it was never used. */
  async balance(tx: Tx, account: AccountRef): Promise<bigint> {
    return (await this.#store.balance(tx, account)).balanceMinor;
  }

  /** What the account can pay: its balance less what is held. */
  async spendable(tx: Tx, account: PartyAccount): Promise<bigint> {
    const { balanceMinor, heldMinor } = await this.#store.balance(tx, account);
    return balanceMinor - heldMinor;
  }

  /** The balance, which nobody else can change before the transaction ends. Floors hold without this. */
  lockedBalance(tx: Tx, account: PartyAccount): Promise<bigint> {
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
      const { balanceMinor, heldMinor } = await this.#store.balance(tx, available);
      const availableMinor = balanceMinor - heldMinor;
      return ok({ ...funding, transactionId: booked.value.transactionId, availableMinor });
    });
  }

  /** What the party has in its accounts: now, or when everything was recorded that was recorded until `at`. */
  balancesOf(
    actor: Actor,
    { at }: z.output<typeof contract.asOfQuery> = {},
  ): Promise<readonly PartyBalanceRow[]> {
    return this.#books.balancesOf(actor.partyId, at ?? null);
  }

  /** What some parties paid others since a time, in the order in which it was recorded. */
  flowsBetween(
    senders: readonly Id<'party'>[],
    receivers: readonly Id<'party'>[],
    currency: Currency,
    since: Date,
  ): Promise<readonly Flow[]> {
    return this.#flows.between(senders, receivers, currency, since);
  }

  async statement(
    actor: Actor,
    { currency, purpose, after, limit }: z.output<typeof contract.statementQuery>,
  ): Promise<z.output<typeof contract.statementView>> {
    const account = partyAccount(actor.partyId, currency, purpose);
    const entries = await this.#books.entries(account, after ?? 0n, limit);
    const last = entries.length < limit ? undefined : entries.at(-1);
    return { currency, purpose, entries: [...entries], next: last?.number ?? null };
  }

  async trialBalance({ at }: z.output<typeof contract.asOfQuery> = {}): Promise<
    z.output<typeof contract.trialBalanceView>
  > {
    const sums = await this.#books.purposeSums(at ?? null);
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

  /** Counts what accounts of the system received and gave into their rows, one account at a time. */
  async rollUp(): Promise<void> {
    const accounts = await this.#unitOfWork.run(async (tx) => ok(await this.#store.accountsToRollUp(tx)));
    assert(accounts.ok, 'reading cannot fail');
    for (const id of accounts.value)
      await this.#unitOfWork.run(async (tx) => {
        await this.#store.rollUp(tx, id);
        return ok(undefined);
      });
  }
}

/** Which constraint of `ledger_post` is which problem. */
const REFUSALS: readonly { readonly constraint: string; readonly problem: Problem }[] = [
  {
    constraint: 'ledger_account_floor',
    problem: problem('insufficient-funds', 'The balance does not cover this.'),
  },
  {
    constraint: 'ledger_idempotency_key',
    problem: problem('idempotency-key-reused', 'The ledger holds another transaction under this key.'),
  },
  { constraint: 'ledger_open_hold', problem: notFound('open hold') },
  // More released than is held at all.
  { constraint: 'ledger_account_held', problem: notFound('open hold') },
];

function planned(request: PostingRequest): Posting {
  const posting = planPosting(request);
  assert(posting.ok, `not a posting: ${request.key} ${posting.ok ? '' : JSON.stringify(posting.error)}`);
  return posting.value;
}

const total = (amounts: readonly bigint[]): bigint => amounts.reduce((sum, amount) => sum + amount, 0n);
