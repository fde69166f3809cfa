import { accountKey, type AccountRef, floorMinor, type PostingRequest } from '#core/ledger';

export type Outcome =
  'posted' | 'stood-before' | 'insufficient-funds' | 'idempotency-key-reused' | 'not-found';

type Books = {
  readonly balances: Map<string, bigint>;
  readonly held: Map<string, bigint>;
  /** What was asked under each key. */
  readonly texts: Map<string, string>;
  /** Open holds by the key of the posting that took them. */
  readonly holds: Map<string, { readonly account: string; readonly amountMinor: bigint }>;
};

/** A posting as the naive ledger knows it: the hold to release is named by the key that took it. */
export type NaiveRequest = { readonly request: PostingRequest; readonly releasedKey?: string };

/** The ledger as one would explain it at a blackboard: what the SQL is compared with, step by step. */
export class NaiveLedger {
  #books: Books = { balances: new Map(), held: new Map(), texts: new Map(), holds: new Map() };

  /** All of the batch or nothing: it is tried on a copy. */
  postAll(batch: readonly NaiveRequest[]): readonly Outcome[] | Outcome {
    const { balances, held, texts, holds } = this.#books;
    const copy: Books = {
      balances: new Map(balances),
      held: new Map(held),
      texts: new Map(texts),
      holds: new Map(holds),
    };
    // Keys are looked at before anything moves.
    for (const { request } of batch) {
      const stood = copy.texts.get(request.key);
      if (stood !== undefined && stood !== textOf(request)) return 'idempotency-key-reused';
      if (stood === undefined) copy.texts.set(request.key, textOf(request));
    }
    const outcomes: Outcome[] = [];
    const seen = new Set(texts.keys());
    for (const one of batch) {
      const outcome = seen.has(one.request.key) ? 'stood-before' : post(copy, one);
      seen.add(one.request.key);
      if (outcome === 'insufficient-funds' || outcome === 'not-found') return outcome;
      outcomes.push(outcome);
    }
    this.#books = copy;
    return outcomes;
  }

  balance(account: AccountRef): bigint {
    return this.#books.balances.get(accountKey(account)) ?? 0n;
  }

  held(account: AccountRef): bigint {
    return this.#books.held.get(accountKey(account)) ?? 0n;
  }

  openHolds(): readonly string[] {
    return [...this.#books.holds.keys()];
  }

  /** Always zero: money comes from an account and goes to one. */
  sum(): bigint {
    return [...this.#books.balances.values()].reduce((sum, balance) => sum + balance, 0n);
  }
}

function post(books: Books, { request, releasedKey = '' }: NaiveRequest): Outcome {
  const { balances, held, holds } = books;
  const add = (to: Map<string, bigint>, account: AccountRef, amountMinor: bigint): void => {
    to.set(accountKey(account), (to.get(accountKey(account)) ?? 0n) + amountMinor);
  };
  const isOverdrawn = (account: AccountRef): boolean => {
    const left = (balances.get(accountKey(account)) ?? 0n) - (held.get(accountKey(account)) ?? 0n);
    const floor = floorMinor(account);
    return floor !== null && left < floor;
  };
  const { release, hold, transfers } = request;
  if (release !== undefined) {
    const open = holds.get(releasedKey);
    const account = accountKey(release.account);
    if (open?.account !== account || open.amountMinor !== release.amountMinor) return 'not-found';
    if (-netOf(request, release.account) > open.amountMinor) return 'not-found';
    holds.delete(releasedKey);
    add(held, release.account, -release.amountMinor);
  }
  for (const { from, to, amountMinor } of transfers) {
    add(balances, from, -amountMinor);
    if (isOverdrawn(from)) return 'insufficient-funds';
    add(balances, to, amountMinor);
  }
  if (hold !== undefined) {
    add(held, hold.account, hold.amountMinor);
    if (isOverdrawn(hold.account)) return 'insufficient-funds';
    holds.set(request.key, { account: accountKey(hold.account), amountMinor: hold.amountMinor });
  }
  return 'posted';
}

const netOf = ({ transfers }: PostingRequest, account: AccountRef): bigint =>
  transfers.reduce((net, { from, to, amountMinor }) => {
    if (accountKey(from) === accountKey(account)) return net - amountMinor;
    return accountKey(to) === accountKey(account) ? net + amountMinor : net;
  }, 0n);

const textOf = (request: PostingRequest): string =>
  JSON.stringify(request, (_name, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
