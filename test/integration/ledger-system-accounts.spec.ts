import { type PartyAccount, systemAccount } from '#core/ledger';
import { assertDefined, seededRandom } from '#libs/kernel';
import pg from 'pg';
import { ESCROW, EUR, type LedgerFixture, openLedger, OUTSIDE, posting } from './ledger-fixture.js';

const FEES = systemAccount(EUR, 'platform-fees');

let fixture: LedgerFixture;
let anna: PartyAccount;
let bert: PartyAccount;

beforeEach(async () => {
  fixture = await openLedger();
  anna = await fixture.funded('Anna', 1_000n);
  bert = await fixture.funded('Bert', 0n);
});
afterEach(async () => {
  expect(await fixture.ledger.integrity()).toEqual({ ok: true, faults: [] });
  await fixture.close();
});

const rowOf = async (
  purpose: string,
): Promise<{ readonly balance_minor: string; readonly version: string }> => {
  const { rows } = await fixture.sql.query<{ balance_minor: string; version: string }>(
    'SELECT balance_minor, version FROM ledger_account WHERE purpose = $1 AND party_id IS NULL',
    [purpose],
  );
  return assertDefined(rows[0], 'the account was used');
};

const deltas = async (): Promise<number> => {
  const { rows } = await fixture.sql.query<{ count: string }>('SELECT count(*) FROM ledger_delta');
  return Number(rows[0]?.count);
};

/** Runs while somebody else's open transaction has the rows of all system accounts to itself. */
async function whileLocked(work: () => Promise<void>): Promise<void> {
  const other = new pg.Client({ connectionString: process.env['DATABASE_URL'] });
  await other.connect();
  try {
    await other.query('BEGIN; SELECT 1 FROM ledger_account WHERE party_id IS NULL FOR UPDATE');
    await work();
    await other.query('ROLLBACK');
  } finally {
    await other.end();
  }
}

describe('an account of the system', () => {
  it('takes and gives without waiting for its row', async () => {
    await fixture.book(posting('escrow-and-fees', [anna, ESCROW, 1n], [anna, FEES, 1n]));
    await whileLocked(async () => {
      await fixture.book(posting('more-money', [OUTSIDE, anna, 10n]));
      await fixture.book(posting('settle', [anna, ESCROW, 50n], [ESCROW, bert, 45n], [ESCROW, FEES, 5n]));
    });
    expect(await fixture.balance(OUTSIDE)).toBe(-1_010n);
    expect(await fixture.balance(ESCROW)).toBe(1n);
    expect(await fixture.balance(FEES)).toBe(6n);
  });

  it('shows at once what its row counts later', async () => {
    await fixture.book(posting('collect', [anna, ESCROW, 30n], [anna, ESCROW, 12n]));
    expect(await rowOf('escrow')).toEqual({ balance_minor: '0', version: '0' });
    expect(await fixture.balance(ESCROW)).toBe(42n);
    await fixture.ledger.rollUp();
    expect(await deltas()).toBe(0);
    expect(await rowOf('escrow')).toEqual({ balance_minor: '42', version: '2' });
    expect(await fixture.balance(ESCROW)).toBe(42n);
  });

  it('adds one delta a batch, whatever its lines', async () => {
    const before = await deltas();
    await fixture.unitOfWork.run((tx) =>
      fixture.ledger.postAll(
        tx,
        Array.from({ length: 50 }, (_, index) => posting(`fee-${String(index)}`, [anna, FEES, 1n])),
      ),
    );
    expect((await deltas()) - before).toBe(1);
    expect(await fixture.balance(FEES)).toBe(50n);
  });

  it('is not overdrawn by many who take from it at the same time', async () => {
    await fixture.book(posting('collect', [anna, ESCROW, 100n]));
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        fixture.book(posting(`take-${String(index)}`, [ESCROW, bert, 30n])),
      ),
    );
    expect(results.filter(({ ok }) => ok)).toHaveLength(3);
    expect(await fixture.balance(ESCROW)).toBe(10n);
    expect(await fixture.balance(bert)).toBe(90n);
  });

  it('may be taken from what the same batch brought there, in this order only', async () => {
    const inOrder = await fixture.book(posting('in', [anna, ESCROW, 5n], [ESCROW, bert, 5n]));
    const outOfOrder = await fixture.book(posting('out', [ESCROW, bert, 5n], [anna, ESCROW, 5n]));
    expect(inOrder.ok).toBe(true);
    expect(outOfOrder).toMatchObject({ ok: false, error: { code: 'insufficient-funds' } });
  });
});

it('giving, taking and rolling up at the same time lose nothing', async () => {
  const random = seededRandom('shared account');
  let escrow = 0n;
  let refused = 0;
  const give = async (index: number): Promise<void> => {
    const amountMinor = BigInt(1 + random.below(5));
    const result = await fixture.book(posting(`give-${String(index)}`, [OUTSIDE, ESCROW, amountMinor]));
    if (result.ok) escrow += amountMinor;
  };
  const take = async (index: number): Promise<void> => {
    const amountMinor = BigInt(1 + random.below(12));
    const result = await fixture.book(posting(`take-${String(index)}`, [ESCROW, bert, amountMinor]));
    if (result.ok) escrow -= amountMinor;
    else refused += 1;
  };
  const rounds = Array.from({ length: 40 }, (_, round) => round * 10);
  for (const first of rounds)
    await Promise.all([
      ...Array.from({ length: 6 }, (_, index) => give(first + index)),
      ...Array.from({ length: 3 }, (_, index) => take(first + index)),
      fixture.ledger.rollUp(),
    ]);
  expect(await fixture.balance(ESCROW)).toBe(escrow);
  expect(escrow).toBeGreaterThanOrEqual(0n);
  // Both happened, or the floor was never met.
  expect(refused).toBeGreaterThan(0);
}, 60_000);

it('a message that is delivered to many at once is booked once', async () => {
  const batch = Array.from({ length: 10 }, (_, index) =>
    posting(`delivery-${String(index)}`, [OUTSIDE, index % 2 === 0 ? anna : bert, 10n]),
  );
  // In opposing orders: keys and accounts are waited for in one order all the same.
  const results = await Promise.all(
    Array.from({ length: 16 }, (_, index) =>
      fixture.unitOfWork.run((tx) =>
        fixture.ledger.postAll(tx, index % 2 === 0 ? batch : batch.toReversed()),
      ),
    ),
  );
  const booked = results.flatMap((result) => (result.ok ? result.value : []));
  expect(booked).toHaveLength(160);
  expect(booked.filter(({ posted }) => posted)).toHaveLength(10);
  expect(await fixture.balance(anna)).toBe(1_050n);
  expect(await fixture.balance(bert)).toBe(50n);
});
