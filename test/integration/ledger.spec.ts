import { partyAccount, systemAccount } from '#core/ledger';
import { err, ok } from '#libs/kernel';
import { newId } from '#libs/platform';
import { ESCROW, EUR, type LedgerFixture, openLedger, OUTSIDE, posting } from './ledger-fixture.js';

let fixture: LedgerFixture;

beforeAll(async () => {
  fixture = await openLedger();
});
afterAll(() => fixture.close());

/** How many rows the ledger has: what a refused posting must not change. */
const rowCounts = async (): Promise<readonly [number, number]> => [
  await fixture.prisma.ledgerTransaction.count(),
  await fixture.prisma.ledgerEntry.count(),
];

const problemCode = (code: string): unknown =>
  expect.objectContaining({ error: expect.objectContaining({ code }) as unknown });

describe('a posting', () => {
  it('moves money and opens the accounts it needs', async () => {
    const anna = await fixture.funded('Anna', 100n);
    const bert = await fixture.funded('Bert', 0n);
    expect(await fixture.book(posting('anna-pays-bert', [anna, bert, 30n]))).toMatchObject({
      ok: true,
      value: { posted: true },
    });
    expect(await fixture.balance(anna)).toBe(70n);
    expect(await fixture.balance(bert)).toBe(30n);
  });

  it('keeps every leg as a line of its own', async () => {
    const carl = await fixture.funded('Carl', 10n);
    const booked = await fixture.book(posting('carl-twice', [carl, ESCROW, 4n], [carl, ESCROW, 6n]));
    const { rows } = await fixture.sql.query(
      'SELECT amount_minor, balance_after_minor FROM ledger_entry WHERE transaction_id = $1 ORDER BY line',
      [booked.ok ? booked.value.transactionId : ''],
    );
    expect(rows.map(({ amount_minor }: { amount_minor: string }) => amount_minor)).toEqual([
      '-4',
      '4',
      '-6',
      '6',
    ]);
  });

  it('carries amounts that no float could', async () => {
    const dora = await fixture.funded('Dora', 2n ** 53n + 1n);
    expect(await fixture.balance(dora)).toBe(9_007_199_254_740_993n);
  });

  it('keeps currencies apart', async () => {
    const emil = await fixture.funded('Emil', 5n);
    expect(await fixture.balance({ ...emil, currency: 'USD' as typeof EUR })).toBe(0n);
  });

  it('is refused when a party would be overdrawn, and leaves nothing behind', async () => {
    const fritz = await fixture.funded('Fritz', 10n);
    const before = await rowCounts();
    expect(await fixture.book(posting('fritz-overdraws', [fritz, ESCROW, 11n]))).toEqual(
      problemCode('insufficient-funds'),
    );
    expect(await rowCounts()).toEqual(before);
    expect(await fixture.balance(fritz)).toBe(10n);
  });

  it('is refused when escrow would be overdrawn', async () => {
    const gitta = await fixture.funded('Gitta', 0n);
    const purse = systemAccount('JPY' as typeof EUR, 'escrow');
    const yen = { ...gitta, currency: purse.currency };
    expect(await fixture.book(posting('empty-escrow', [purse, yen, 1n]))).toEqual(
      problemCode('insufficient-funds'),
    );
  });

  it('is refused when its transfers work out only in another order', async () => {
    const hans = await fixture.funded('Hans', 0n);
    const inOrder = await fixture.book(posting('hans-in-order', [OUTSIDE, hans, 5n], [hans, ESCROW, 5n]));
    const outOfOrder = await fixture.book(
      posting('hans-out-of-order', [hans, ESCROW, 5n], [OUTSIDE, hans, 5n]),
    );
    expect(inOrder.ok).toBe(true);
    expect(outOfOrder).toEqual(problemCode('insufficient-funds'));
  });

  it('asserts when it is malformed', async () => {
    await expect(fixture.book(posting('nothing'))).rejects.toThrow('no-transfers');
  });

  it('rolls back with the unit of work that made it', async () => {
    const ida = await fixture.funded('Ida', 10n);
    const result = await fixture.unitOfWork.run(async (tx) => {
      await fixture.ledger.post(tx, posting('ida-never', [ida, ESCROW, 10n]));
      return err('changed my mind');
    });
    expect(result).toEqual(err('changed my mind'));
    expect(await fixture.balance(ida)).toBe(10n);
  });
});

describe('a repeated key', () => {
  it('answers with the transaction that stands under it', async () => {
    const jana = await fixture.funded('Jana', 10n);
    const first = await fixture.book(posting('jana-once', [jana, ESCROW, 10n]));
    const second = await fixture.book(posting('jana-once', [jana, ESCROW, 10n]));
    expect(second).toEqual(ok({ transactionId: first.ok ? first.value.transactionId : '', posted: false }));
    expect(await fixture.balance(jana)).toBe(0n);
  });

  it('is refused for other transfers', async () => {
    const kurt = await fixture.funded('Kurt', 10n);
    await fixture.book(posting('kurt-once', [kurt, ESCROW, 4n]));
    expect(await fixture.book(posting('kurt-once', [kurt, ESCROW, 5n]))).toEqual(
      problemCode('idempotency-key-reused'),
    );
    expect(await fixture.balance(kurt)).toBe(6n);
  });

  it('books once when twenty send it at the same time', async () => {
    const lena = await fixture.funded('Lena', 100n);
    const results = await Promise.all(
      Array.from({ length: 20 }, () => fixture.book(posting('lena-once', [lena, ESCROW, 5n]))),
    );
    const booked = results.flatMap((result) => (result.ok ? [result.value] : []));
    expect(booked.filter(({ posted }) => posted)).toHaveLength(1);
    expect(new Set(booked.map(({ transactionId }) => transactionId)).size).toBe(1);
    expect(booked).toHaveLength(20);
    expect(await fixture.balance(lena)).toBe(95n);
  });
});

describe('several postings at once', () => {
  it('are booked in their order', async () => {
    const maja = await fixture.funded('Maja', 10n);
    const nils = await fixture.funded('Nils', 0n);
    const result = await fixture.unitOfWork.run((tx) =>
      fixture.ledger.postAll(tx, [
        posting('maja-collect', [maja, ESCROW, 10n]),
        posting('maja-distribute', [ESCROW, nils, 10n]),
      ]),
    );
    expect(result.ok && result.value.map(({ posted }) => posted)).toEqual([true, true]);
    expect(await fixture.balance(nils)).toBe(10n);
  });

  it('may be none', async () => {
    expect(await fixture.unitOfWork.run((tx) => fixture.ledger.postAll(tx, []))).toEqual(ok([]));
  });

  it('are booked all or none', async () => {
    const olaf = await fixture.funded('Olaf', 10n);
    const result = await fixture.unitOfWork.run((tx) =>
      fixture.ledger.postAll(tx, [
        posting('olaf-1', [olaf, ESCROW, 6n]),
        posting('olaf-2', [olaf, ESCROW, 6n]),
      ]),
    );
    expect(result).toEqual(problemCode('insufficient-funds'));
    expect(await fixture.balance(olaf)).toBe(10n);
  });
});

describe('a locked balance', () => {
  it('is zero for an account that was never used', async () => {
    const party = await fixture.party('Paula');
    const result = await fixture.unitOfWork.run(async (tx) =>
      ok(await fixture.ledger.lockedBalance(tx, partyAccount(party, EUR, 'deposit'))),
    );
    expect(result).toEqual(ok(0n));
  });

  it('holds still until the transaction ends', async () => {
    const quinn = await fixture.funded('Quinn', 10n);
    let spent: Promise<unknown> = Promise.resolve();
    const seen = await fixture.unitOfWork.run(async (tx) => {
      const before = await fixture.ledger.lockedBalance(tx, quinn);
      spent = fixture.book(posting('quinn-spends', [quinn, ESCROW, 10n]));
      await new Promise((resolve) => setTimeout(resolve, 100));
      return ok([before, await fixture.ledger.balance(tx, quinn)]);
    });
    await spent;
    expect(seen).toEqual(ok([10n, 10n]));
    expect(await fixture.balance(quinn)).toBe(0n);
  });
});

describe('the tables themselves, against raw SQL', () => {
  const accountId = async (name: string): Promise<string> => {
    const account = await fixture.funded(name, 50n);
    const row = await fixture.prisma.ledgerAccount.findFirstOrThrow({ where: account });
    return row.id;
  };

  /** A transaction with these lines, written without `ledger_post`. */
  const writeRaw = async (accountIds: readonly string[], amounts: readonly number[]): Promise<void> => {
    const id = newId('transaction');
    await fixture.sql.query('BEGIN');
    try {
      await fixture.sql.query(
        `INSERT INTO ledger_transaction (id, idempotency_key, request_hash, kind) VALUES ($1, $2, $3, 'raw')`,
        [id, id, '0'.repeat(64)],
      );
      await fixture.sql.query(
        `INSERT INTO ledger_entry SELECT $1, l.n, l.account, l.amount, 1000 + l.n, 0
          FROM unnest($2::uuid[], $3::bigint[]) WITH ORDINALITY l(account, amount, n)`,
        [id, accountIds, amounts],
      );
      await fixture.sql.query('COMMIT');
    } catch (error) {
      await fixture.sql.query('ROLLBACK');
      throw error;
    }
  };

  it('refuse what does not sum to zero', async () => {
    const [rita, sara] = [await accountId('Rita'), await accountId('Sara')];
    await expect(writeRaw([rita, sara], [-5, 4])).rejects.toThrow(/does not sum to zero in EUR/);
  });

  it('refuse a line that another statement would have to balance', async () => {
    const rudi = await accountId('Rudi');
    await expect(writeRaw([rudi], [-5])).rejects.toThrow(/does not sum to zero in EUR/);
  });

  it('refuse what sums to zero only across currencies', async () => {
    const tilo = await accountId('Tilo');
    const usd = newId('account');
    await fixture.sql.query(
      `INSERT INTO ledger_account (id, currency, purpose) VALUES ($1, 'USD', 'outside')`,
      [usd],
    );
    await expect(writeRaw([tilo, usd], [-5, 5])).rejects.toThrow(/does not sum to zero/);
  });

  it('refuse an entry without an account, and one without a transaction', async () => {
    const sven = await accountId('Sven');
    const { id } = await fixture.prisma.ledgerTransaction.findFirstOrThrow();
    const insert = (transaction: string, account: string): Promise<unknown> =>
      fixture.sql.query(
        'INSERT INTO ledger_entry VALUES ($1, 8, $2, 5, NULL, NULL), ($1, 9, $2, -5, NULL, NULL)',
        [transaction, account],
      );
    await expect(insert(id, newId('account'))).rejects.toThrow(/no transaction or no account/);
    await expect(insert(newId('transaction'), sven)).rejects.toThrow(/no transaction or no account/);
  });

  it('refuse a line of zero', async () => {
    const ulla = await accountId('Ulla');
    await expect(writeRaw([ulla], [0])).rejects.toThrow(/amount_minor_check/);
  });

  it('refuse two entries with one number in an account', async () => {
    const vera = await accountId('Vera');
    const { rows } = await fixture.sql.query<{ account_version: string }>(
      'SELECT account_version FROM ledger_entry WHERE account_id = $1',
      [vera],
    );
    expect(rows).toEqual([{ account_version: '1' }]);
    const other = await fixture.prisma.ledgerTransaction.findFirstOrThrow({
      where: { idempotencyKey: 'fund-Anna' },
    });
    await expect(
      fixture.sql.query('INSERT INTO ledger_entry VALUES ($1, 9, $2, 5, 1, 5)', [other.id, vera]),
    ).rejects.toThrow(/ledger_entry_account_id_account_version_key/);
  });

  it('refuse a balance below the floor', async () => {
    const willy = await accountId('Willy');
    await expect(
      fixture.sql.query('UPDATE ledger_account SET balance_minor = -1 WHERE id = $1', [willy]),
    ).rejects.toThrow(/ledger_account_floor/);
  });

  it('refuse a second account for the same purpose, of the system too', async () => {
    await expect(
      fixture.sql.query(`INSERT INTO ledger_account (id, currency, purpose) VALUES ($1, 'EUR', 'outside')`, [
        newId('account'),
      ]),
    ).rejects.toThrow(/ledger_account_party_id_currency_purpose_key/);
  });

  it.each([
    'UPDATE ledger_entry SET amount_minor = amount_minor + 1',
    'DELETE FROM ledger_entry',
    'TRUNCATE ledger_entry',
    `UPDATE ledger_transaction SET kind = 'other'`,
    'DELETE FROM ledger_transaction',
    'TRUNCATE ledger_transaction CASCADE',
    'DELETE FROM ledger_account',
    'TRUNCATE ledger_account CASCADE',
    'UPDATE ledger_account SET floor_minor = NULL',
    `UPDATE ledger_account SET currency = 'USD'`,
    'UPDATE ledger_delta SET amount_minor = 0',
    'TRUNCATE ledger_delta',
  ])('refuse %s', async (statement) => {
    await expect(fixture.sql.query(statement)).rejects.toThrow(/is append-only/);
  });
});
