import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import pg from 'pg';
import { assertDefined } from '#libs/kernel';
import { projectRoot } from '#libs/platform';
import { applyMigrations } from '../../libs/platform/src/migrations/index.js';
import { ESCROW, type LedgerFixture, openLedgerOn, posting } from './ledger-fixture.js';

/** The service as it runs on a managed server: a role of its own that owns its tables and is no superuser. */
let fixture: LedgerFixture;

beforeAll(async () => {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await asSuperuser(`CREATE ROLE ${name} LOGIN PASSWORD '${name}'`, `CREATE DATABASE ${name} OWNER ${name}`);
  const url = Object.assign(new URL(serverUrl()), {
    username: name,
    password: name,
    pathname: `/${name}`,
  }).href;
  await applyMigrations(url, join(projectRoot(), 'prisma', 'migrations'));
  const drop = () => asSuperuser(`DROP DATABASE ${name} WITH (FORCE)`, `DROP ROLE ${name}`);
  fixture = await openLedgerOn({ url, drop });
}, 60_000);
afterAll(() => fixture.close());

const serverUrl = (): string =>
  assertDefined(process.env['SALVOR_TEST_DATABASE_URL'], 'the global set-up starts PostgreSQL');

async function asSuperuser(...statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl() });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}

it('posts, holds, releases and rolls up with the rights that are left', async () => {
  const anna = await fixture.funded('Anna', 100n);
  const hold = { account: anna, amountMinor: 60n };
  const taken = await fixture.book({ ...posting('hold'), hold });
  const holdId = assertDefined(taken.ok ? taken.value.transactionId : undefined, 'the hold is covered');
  const capture = { ...posting('capture', [anna, ESCROW, 60n]), release: { ...hold, holdId } };
  expect(await fixture.book(capture)).toMatchObject({ ok: true });
  await fixture.ledger.rollUp();
  expect(await fixture.balance(anna)).toBe(40n);
  expect(await fixture.ledger.integrity()).toEqual({ ok: true, faults: [] });
});

it.each([
  'UPDATE ledger_entry SET amount_minor = 1',
  'DELETE FROM ledger_entry',
  'TRUNCATE ledger_entry',
  `UPDATE ledger_transaction SET kind = 'other'`,
  'DELETE FROM ledger_transaction',
  'TRUNCATE ledger_transaction CASCADE',
  'UPDATE ledger_hold SET amount_minor = 1',
  'DELETE FROM ledger_hold',
  'UPDATE ledger_hold_resolution SET transaction_id = NULL',
  'DELETE FROM ledger_hold_resolution',
  'UPDATE ledger_delta SET amount_minor = 1',
  'TRUNCATE ledger_delta',
  `UPDATE ledger_account SET purpose = 'other'`,
  'UPDATE ledger_account SET floor_minor = NULL',
  'DELETE FROM ledger_account',
])('has no right to %s', async (statement) => {
  await expect(fixture.sql.query(statement)).rejects.toThrow(/permission denied/);
});
