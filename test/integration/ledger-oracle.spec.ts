import {
  accountKey,
  type AccountRef,
  type PartyAccount,
  partyAccount,
  type PostingRequest,
} from '#core/ledger';
import { asId, assert, assertDefined, type Id, type Random, seededRandom } from '#libs/kernel';
import { ESCROW, EUR, type LedgerFixture, openLedger, OUTSIDE, posting } from './ledger-fixture.js';
import { NaiveLedger, type NaiveRequest, type Outcome } from './naive-ledger.js';

/** A night may spend more: `SALVOR_TEST_LEDGER_COMMANDS=100000`. */
const COMMANDS = Number(process.env['SALVOR_TEST_LEDGER_COMMANDS'] ?? 2_000);
const PARTIES = 3;
/** How often, in commands, the ledger is rolled up and recomputed from its entries. */
const ROLLED_UP_EVERY = 50;
const RECOMPUTED_EVERY = Math.max(250, COMMANDS / 20);

let fixture: LedgerFixture;
beforeAll(async () => {
  fixture = await openLedger();
});
afterAll(() => fixture.close());

/** Draws commands that often fit together: holds that exist are released, keys come again. */
class Commands {
  readonly #random: Random;
  readonly #accounts: readonly AccountRef[];
  readonly #own: readonly PartyAccount[];
  readonly #naive: NaiveLedger;
  /** What was booked, and the transaction that it became. */
  readonly booked = new Map<string, { readonly one: NaiveRequest; readonly id: Id<'transaction'> }>();
  #drawn = 0;

  constructor(random: Random, own: readonly PartyAccount[], naive: NaiveLedger) {
    this.#random = random;
    this.#own = own;
    this.#accounts = [OUTSIDE, ESCROW, ...own];
    this.#naive = naive;
  }

  batch(): readonly NaiveRequest[] {
    return Array.from({ length: 1 + this.#random.below(3) }, () => this.#one());
  }

  #one(): NaiveRequest {
    this.#drawn += 1;
    const key = `command-${String(this.#drawn)}`;
    const earlier = this.booked.size > 0 && this.#random.below(8) === 0 ? this.#pick(this.booked) : undefined;
    if (earlier === undefined) return this.#fresh(key);
    return this.#random.below(2) === 0 ? earlier.one : this.#fresh(earlier.one.request.key);
  }

  #fresh(key: string): NaiveRequest {
    const kind = this.#random.below(10);
    if (kind < 2) return { request: { ...posting(key), hold: this.#hold() } };
    const open = this.#naive.openHolds();
    if (kind < 5 && open.length > 0) return this.#release(key, open);
    return { request: this.#transfers(key, 1 + this.#random.below(4)) };
  }

  /** Mostly right; sometimes with an amount that was never held, or of a hold resolved long ago. */
  #release(key: string, open: readonly string[]): NaiveRequest {
    const taken = this.#random.below(10) === 0 ? [...this.booked.keys()] : open;
    const releasedKey = assertDefined(taken[this.#random.below(taken.length)], 'in range');
    const { one, id: holdId } = assertDefined(this.booked.get(releasedKey), 'holds were booked');
    const { account, amountMinor } = one.request.hold ?? this.#hold();
    const wrong = this.#random.below(12) === 0 ? 1n : 0n;
    const release = { holdId, account, amountMinor: amountMinor + wrong };
    const capture = this.#random.below(3);
    const request =
      capture === 0
        ? posting(key)
        : posting(key, [account, ESCROW, capture === 1 ? amountMinor : this.#amount()]);
    return { request: { ...request, release }, releasedKey };
  }

  #transfers(key: string, count: number): PostingRequest {
    const transfers = Array.from({ length: count }, () => {
      const from = this.#account();
      let to = this.#account();
      while (to === from) to = this.#account();
      return [from, to, this.#amount()] as const;
    });
    return posting(key, ...transfers);
  }

  #hold = () => ({
    account: assertDefined(this.#own[this.#random.below(this.#own.length)], 'in range'),
    amountMinor: this.#amount(),
  });
  #amount = (): bigint => BigInt(1 + this.#random.below(200));
  #account = (): AccountRef =>
    assertDefined(this.#accounts[this.#random.below(this.#accounts.length)], 'in range');
  #pick = <V>(from: ReadonlyMap<string, V>): V =>
    assertDefined([...from.values()][this.#random.below(from.size)], 'in range');
}

/** What the batch came to in SQL, and the transactions that stand under its keys then. */
async function outcomeInSql(
  batch: readonly NaiveRequest[],
): Promise<{ readonly outcome: readonly Outcome[] | Outcome; readonly ids: readonly Id<'transaction'>[] }> {
  const requests = batch.map(({ request }) => request);
  const result = await fixture.unitOfWork.run((tx) => fixture.ledger.postAll(tx, requests));
  if (!result.ok) return { outcome: result.error.code as Outcome, ids: [] };
  return {
    outcome: result.value.map(({ posted }) => (posted ? 'posted' : 'stood-before')),
    ids: result.value.map(({ transactionId }) => transactionId),
  };
}

/** Two reasons may refuse one batch that releases a hold; which of them is told is nobody's promise. */
const toCompare = (outcome: readonly Outcome[] | Outcome, batch: readonly NaiveRequest[]): unknown =>
  outcome === 'not-found' ||
  (outcome === 'insufficient-funds' && batch.some(({ request }) => request.release !== undefined))
    ? 'refused'
    : outcome;

/** Balance and held amount of every account, in one snapshot. */
async function books(): Promise<ReadonlyMap<string, readonly [string, string]>> {
  const { rows } = await fixture.sql.query<{
    party_id: string | null;
    currency: string;
    purpose: string;
    balance_minor: string;
    held_minor: string;
  }>('SELECT * FROM ledger_balance');
  return new Map(
    rows.map(({ party_id, currency, purpose, balance_minor, held_minor }) => [
      `${party_id ?? 'system'}/${currency}/${purpose}`,
      [balance_minor, held_minor],
    ]),
  );
}

it('the ledger in SQL does what the naive ledger does, command by command', async () => {
  const parties = await Promise.all(
    Array.from({ length: PARTIES }, (_, index) => fixture.party(`party ${String(index)}`)),
  );
  const own = parties.flatMap((id) => [partyAccount(id, EUR, 'available'), partyAccount(id, EUR, 'deposit')]);
  const naive = new NaiveLedger();
  const commands = new Commands(seededRandom('ledger oracle'), own, naive);
  const seen = new Map<string, number>();
  for (let command = 1; command <= COMMANDS; command += 1) {
    const batch = commands.batch();
    const expected = naive.postAll(batch);
    const { outcome, ids } = await outcomeInSql(batch);
    expect(toCompare(outcome, batch)).toEqual(toCompare(expected, batch));
    for (const [index, id] of ids.entries()) {
      const one = assertDefined(batch[index], 'one id a request');
      if (expected[index] === 'posted')
        commands.booked.set(one.request.key, { one, id: asId('transaction', id) });
    }
    for (const one of typeof expected === 'string' ? [expected] : expected)
      seen.set(one, (seen.get(one) ?? 0) + 1);
    assert(naive.sum() === 0n, 'the oracle makes no money');
    const stands = await books();
    for (const account of [OUTSIDE, ESCROW, ...own])
      expect(stands.get(accountKey(account)) ?? ['0', '0']).toEqual([
        naive.balance(account).toString(),
        naive.held(account).toString(),
      ]);
    if (command % ROLLED_UP_EVERY === 0) await fixture.ledger.rollUp();
    if (command % RECOMPUTED_EVERY === 0)
      expect(await fixture.ledger.integrity()).toEqual({ ok: true, faults: [] });
  }
  // A sequence that met only one kind of outcome would prove little.
  for (const outcome of [
    'posted',
    'stood-before',
    'insufficient-funds',
    'idempotency-key-reused',
    'not-found',
  ])
    expect(seen.get(outcome)).toBeGreaterThan(COMMANDS / 50);
}, 3_600_000);
