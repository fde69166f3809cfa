import { accountKey, type AccountRef, floorMinor, partyAccount, type PostingRequest } from '#core/ledger';
import { assertDefined, type Random, seededRandom } from '#libs/kernel';
import { ESCROW, EUR, type LedgerFixture, openLedger, OUTSIDE, posting } from './ledger-fixture.js';

type Outcome = 'posted' | 'stood-before' | 'insufficient-funds' | 'idempotency-key-reused';

/** The ledger as one would explain it at a blackboard: what the SQL is compared with, step by step. */
class NaiveLedger {
  readonly #balances = new Map<string, bigint>();
  readonly #texts = new Map<string, string>();

  post(request: PostingRequest): Outcome {
    const text = request.transfers
      .map(({ from, to, amountMinor }) => `${accountKey(from)}>${accountKey(to)}:${amountMinor.toString()}`)
      .join();
    const stood = this.#texts.get(request.key);
    if (stood !== undefined) return stood === text ? 'stood-before' : 'idempotency-key-reused';
    const after = new Map(this.#balances);
    for (const { from, to, amountMinor } of request.transfers) {
      after.set(accountKey(from), (after.get(accountKey(from)) ?? 0n) - amountMinor);
      const floor = floorMinor(from);
      if (floor !== null && (after.get(accountKey(from)) ?? 0n) < floor) return 'insufficient-funds';
      after.set(accountKey(to), (after.get(accountKey(to)) ?? 0n) + amountMinor);
    }
    for (const [key, balance] of after) this.#balances.set(key, balance);
    this.#texts.set(request.key, text);
    return 'posted';
  }

  balance(account: AccountRef): bigint {
    return this.#balances.get(accountKey(account)) ?? 0n;
  }
}

const STEPS = 250;

let fixture: LedgerFixture;

beforeAll(async () => {
  fixture = await openLedger();
});
afterAll(() => fixture.close());

function randomPosting(random: Random, key: string, accounts: readonly AccountRef[]): PostingRequest {
  const pick = (): AccountRef =>
    assertDefined(accounts[random.below(accounts.length)], 'the index is below the length');
  const transfers = Array.from({ length: 1 + random.below(4) }, () => {
    const from = pick();
    let to = pick();
    while (to === from) to = pick();
    return [from, to, BigInt(1 + random.below(200))] as const;
  });
  return posting(key, ...transfers);
}

const outcomeInSql = async (request: PostingRequest): Promise<Outcome> => {
  const result = await fixture.book(request);
  if (result.ok) return result.value.posted ? 'posted' : 'stood-before';
  return result.error.code as Outcome;
};

describe('the ledger in SQL', () => {
  it.each(['first', 'second', 'third'])(
    'does what the naive ledger does, %s sequence',
    async (seed) => {
      const random = seededRandom(`ledger oracle ${seed}`);
      const naive = new NaiveLedger();
      // Balances are compared with what stood before this sequence: system accounts are shared.
      const parties = await Promise.all(['a', 'b', 'c'].map((name) => fixture.party(`${seed}-${name}`)));
      const own = parties.flatMap((id) => [
        partyAccount(id, EUR, 'available'),
        partyAccount(id, EUR, 'deposit'),
      ]);
      const accounts = [OUTSIDE, ...own];
      const outsideBefore = await fixture.balance(OUTSIDE);
      const sent: PostingRequest[] = [];
      const seen = new Map<Outcome, number>();
      for (let step = 0; step < STEPS; step += 1) {
        const repeats = sent.length > 0 && random.uniform() < 0.15;
        const key = repeats
          ? assertDefined(sent[random.below(sent.length)], 'in range').key
          : `${seed}-${String(step)}`;
        const earlier = sent.find((request) => request.key === key);
        const request =
          earlier !== undefined && random.uniform() < 0.5 ? earlier : randomPosting(random, key, accounts);
        const expected = naive.post(request);
        expect(await outcomeInSql(request)).toBe(expected);
        seen.set(expected, (seen.get(expected) ?? 0) + 1);
        if (expected === 'posted') sent.push(request);
        const balances = await Promise.all(own.map(fixture.balance));
        expect(balances).toEqual(own.map((account) => naive.balance(account)));
        expect((await fixture.balance(OUTSIDE)) - outsideBefore).toBe(naive.balance(OUTSIDE));
      }
      // A sequence that met only one kind of outcome would prove little.
      expect(seen.size).toBe(4);
      expect(await fixture.balance(ESCROW)).toBe(0n);
      expect(await fixture.ledger.integrity()).toEqual({ ok: true, faults: [] });
    },
    60_000,
  );
});
