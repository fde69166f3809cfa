import { partyAccount } from '#core/ledger';
import { asId } from '#libs/kernel';
import { newId } from '#libs/platform';
import { databaseBefore, type EarlierDatabase } from '../support/database-before.js';
import { ESCROW, EUR, type LedgerFixture, openLedgerOn, OUTSIDE, posting } from './ledger-fixture.js';

const uuid = (digit: string): string => `019a0000-0000-7000-8000-${digit.padStart(12, '0')}`;
const [ANNA, BERT] = [asId('party', uuid('a')), asId('party', uuid('b'))];
const ANNA_EUR = partyAccount(ANNA, EUR, 'available');
const BERT_EUR = partyAccount(BERT, EUR, 'available');

let database: EarlierDatabase;
let fixture: LedgerFixture;

/** A ledger as it was before the migration, and some of its history. */
beforeAll(async () => {
  database = await databaseBefore('20261121000900_ledger_postings');
  const { sql } = database;
  await sql.query(`INSERT INTO party (id, name) VALUES ('${ANNA}', 'Anna'), ('${BERT}', 'Bert')`);
  await sql.query(`INSERT INTO ledger_account (id, party_id, currency, purpose, floor_minor) VALUES
    ('${uuid('1')}', NULL, 'EUR', 'outside', NULL), ('${uuid('2')}', NULL, 'EUR', 'escrow', 0),
    ('${uuid('3')}', '${ANNA}', 'EUR', 'available', 0), ('${uuid('4')}', '${BERT}', 'EUR', 'available', 0)`);
  await postBefore('fund-anna', [1, -1_000], [3, 1_000]);
  await postBefore('collect', [3, -300], [2, 300]);
  await postBefore('distribute', [2, -250], [4, 250]);
  await database.migrate();
  fixture = await openLedgerOn(database);
}, 60_000);

afterAll(() => fixture.close());

/** Of `posting('fund-anna', [OUTSIDE, ANNA_EUR, 1_000n])`, as the release before the migration computed it. */
const FUNDING_HASH = '1aeb943894aef5e0e9aad169b26e027ef2626a66a1b2bfb34351b3e81b6684d4';

/** By the function as it was then. An account is told by the last digit of its id. */
async function postBefore(key: string, ...lines: readonly (readonly [number, number])[]): Promise<void> {
  const toPost = lines.map(([account, amount]) => ({
    account: uuid(String(account)),
    amount: String(amount),
  }));
  await database.sql.query('SELECT * FROM ledger_post($1, $2, $3, $4, $5, NULL, $6)', [
    newId('transaction'),
    key,
    FUNDING_HASH,
    'test',
    'a test',
    JSON.stringify(toPost),
  ]);
}

describe('a ledger from before there were batches and holds', () => {
  it('keeps every balance', async () => {
    expect(await fixture.balance(OUTSIDE)).toBe(-1_000n);
    expect(await fixture.balance(ESCROW)).toBe(50n);
    expect(await fixture.balance(ANNA_EUR)).toBe(700n);
    expect(await fixture.balance(BERT_EUR)).toBe(250n);
  });

  it('is found sound', async () => {
    expect(await fixture.ledger.integrity()).toEqual({ ok: true, faults: [] });
  });

  it('knows its old keys, and what was asked under them', async () => {
    const again = await fixture.book(posting('fund-anna', [OUTSIDE, ANNA_EUR, 1_000n]));
    const other = await fixture.book(posting('fund-anna', [OUTSIDE, ANNA_EUR, 999n]));
    expect(again).toMatchObject({ ok: true, value: { posted: false } });
    expect(other).toMatchObject({ ok: false, error: { code: 'idempotency-key-reused' } });
    expect(await fixture.balance(ANNA_EUR)).toBe(700n);
  });

  it('goes on from where it stood', async () => {
    const batch = [
      posting('collect-2', [ANNA_EUR, ESCROW, 100n]),
      posting('distribute-2', [ESCROW, BERT_EUR, 150n]),
    ];
    const booked = await fixture.unitOfWork.run((tx) => fixture.ledger.postAll(tx, batch));
    expect(booked.ok && booked.value.map(({ posted }) => posted)).toEqual([true, true]);
    await fixture.ledger.rollUp();
    expect(await fixture.balance(ESCROW)).toBe(0n);
    const { rows } = await database.sql.query(
      `SELECT account_version AS version, balance_after_minor AS balance FROM ledger_entry
        WHERE account_id = $1 ORDER BY account_version`,
      [uuid('4')],
    );
    expect(rows).toEqual([
      { version: '1', balance: '250' },
      { version: '2', balance: '400' },
    ]);
    expect(await fixture.ledger.integrity()).toEqual({ ok: true, faults: [] });
  });
});
