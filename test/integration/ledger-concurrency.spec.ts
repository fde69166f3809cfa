import { type AccountRef } from '#core/ledger';
import { assertDefined, seededRandom } from '#libs/kernel';
import { ESCROW, type LedgerFixture, openLedger, OUTSIDE, posting } from './ledger-fixture.js';

const PARTIES = 4;
const START_MINOR = 1_000n;
const TRANSFERS = 600;
const CLIENTS = 16;

let fixture: LedgerFixture;
let accounts: readonly AccountRef[];

beforeEach(async () => {
  fixture = await openLedger();
  accounts = await Promise.all(
    Array.from({ length: PARTIES }, (_, index) =>
      fixture.funded(`party ${String(index)}`.replace(' ', '-'), START_MINOR),
    ),
  );
});
afterEach(() => fixture.close());

const deadlocks = async (): Promise<number> => {
  await fixture.sql.query('SELECT pg_stat_clear_snapshot(), pg_stat_force_next_flush()');
  const { rows } = await fixture.sql.query<{ deadlocks: string }>(
    'SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()',
  );
  return Number(rows[0]?.deadlocks);
};

/** Runs the tasks on so many clients at once. */
async function inParallel(clients: number, tasks: readonly (() => Promise<void>)[]): Promise<void> {
  const waiting = [...tasks];
  const client = async (): Promise<void> => {
    for (let task = waiting.shift(); task !== undefined; task = waiting.shift()) await task();
  };
  await Promise.all(Array.from({ length: clients }, client));
}

/** Two accounts that differ, and an amount that is sometimes more than there is. */
function randomTransfer(random: ReturnType<typeof seededRandom>): readonly [AccountRef, AccountRef, bigint] {
  const from = random.below(PARTIES);
  const to = (from + 1 + random.below(PARTIES - 1)) % PARTIES;
  const pick = (index: number): AccountRef => assertDefined(accounts[index], 'there are that many accounts');
  return [pick(from), pick(to), BigInt(1 + random.below(700))];
}

const expectSoundLedger = async (): Promise<void> => {
  const balances = await Promise.all(accounts.map(fixture.balance));
  expect(balances.reduce((sum, balance) => sum + balance, 0n)).toBe(START_MINOR * BigInt(PARTIES));
  expect(balances.every((balance) => balance >= 0n)).toBe(true);
  expect(await fixture.balance(OUTSIDE)).toBe(-START_MINOR * BigInt(PARTIES));
  // Versions without gaps, running balances, sums of transactions.
  expect(await fixture.ledger.integrity()).toEqual({ ok: true, faults: [] });
};

describe('many transfers at once among few accounts, in opposing directions', () => {
  it('never wait for each other in a circle and lose nothing', async () => {
    const random = seededRandom('ledger concurrency');
    let booked = 0;
    let refused = 0;
    const tasks = Array.from({ length: TRANSFERS }, (_, index) => {
      const transfer = randomTransfer(random);
      return async (): Promise<void> => {
        const result = await fixture.book(posting(`transfer-${String(index)}`, transfer));
        if (result.ok) booked += 1;
        else {
          expect(result.error.code).toBe('insufficient-funds');
          refused += 1;
        }
      };
    });
    await inParallel(CLIENTS, tasks);
    expect(booked + refused).toBe(TRANSFERS);
    expect(booked).toBeGreaterThan(TRANSFERS / 4);
    expect(refused).toBeGreaterThan(0);
    expect(await deadlocks()).toBe(0);
    await expectSoundLedger();
  }, 60_000);

  it('never wait for each other in a circle when several postings form one unit', async () => {
    const random = seededRandom('linked postings');
    const tasks = Array.from({ length: TRANSFERS / 4 }, (_, index) => {
      const [from, to, amountMinor] = randomTransfer(random);
      const key = `linked-${String(index)}`;
      return async (): Promise<void> => {
        const result = await fixture.unitOfWork.run((tx) =>
          fixture.ledger.postAll(tx, [
            posting(`${key}-collect`, [from, ESCROW, amountMinor]),
            posting(`${key}-distribute`, [ESCROW, to, amountMinor]),
          ]),
        );
        if (!result.ok) expect(result.error.code).toBe('insufficient-funds');
      };
    });
    await inParallel(CLIENTS, tasks);
    expect(await fixture.balance(ESCROW)).toBe(0n);
    expect(await deadlocks()).toBe(0);
    await expectSoundLedger();
  }, 60_000);

  it('open an account once when all of them need it first', async () => {
    const target = {
      ...assertDefined(accounts[0], 'there is a first account'),
      purpose: 'deposit',
    } as AccountRef;
    const tasks = Array.from({ length: 64 }, (_, index) => async (): Promise<void> => {
      const from = assertDefined(accounts[index % PARTIES], 'there are that many accounts');
      const result = await fixture.book(posting(`first-use-${String(index)}`, [from, target, 1n]));
      expect(result.ok).toBe(true);
    });
    await inParallel(CLIENTS, tasks);
    expect(await fixture.balance(target)).toBe(64n);
    expect(await fixture.ledger.integrity()).toEqual({ ok: true, faults: [] });
  });
});
