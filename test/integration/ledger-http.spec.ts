import { Module } from '@nestjs/common';
import { AccessHttpModule } from '#libs/access';
import { LedgerHttpModule } from '#libs/ledger';
import { HttpConventionsModule, newId } from '#libs/platform';
import { encodeId } from '#libs/kernel';
import pg from 'pg';
import { enrol, TestClient, type TestParty } from '../support/client.js';
import { OPERATOR_KEY, startTestApp, type TestApp } from '../support/test-app.js';

@Module({ imports: [HttpConventionsModule, AccessHttpModule, LedgerHttpModule] })
class LedgerApp {}

let testApp: TestApp;
let operator: TestClient;
let anna: TestParty;
let bert: TestParty;

beforeAll(async () => {
  testApp = await startTestApp({}, LedgerApp);
  operator = new TestClient(testApp, OPERATOR_KEY);
  anna = await enrol(operator, 'Anna', ['buyer']);
  bert = await enrol(operator, 'Bert', ['buyer']);
});
afterAll(() => testApp.close());

const fund = (partyId: string, amountMinor: string, currency = 'EUR', key?: string) =>
  operator.post('/v1/ledger/fundings', { partyId, currency, amountMinor, reference: 'bank 4711' }, key);

describe('POST /v1/ledger/fundings', () => {
  it('makes received money available to a party', async () => {
    const reply = await fund(anna.id, '12500');
    expect(reply.status).toBe(201);
    expect(reply.body).toMatchObject({
      partyId: anna.id,
      currency: 'EUR',
      amountMinor: '12500',
      availableMinor: '12500',
    });
    expect(reply.body['transactionId']).toMatch(/^txn_[0-9a-f]{32}$/);
  });

  it('counts a repeated request once', async () => {
    const first = await fund(bert.id, '500', 'USD', 'bert-500');
    const second = await fund(bert.id, '500', 'USD', 'bert-500');
    expect(second.body).toEqual(first.body);
    const { body } = await bert.client.get('/v1/ledger/balances');
    expect(body['balances']).toEqual([
      { currency: 'USD', purpose: 'available', balanceMinor: '500', heldMinor: '0' },
    ]);
  });

  it('counts a repeated request once even when the stored answer was pruned', async () => {
    const carl = await enrol(operator, 'Carl', ['buyer']);
    const first = await fund(carl.id, '7', 'EUR', 'carl-7');
    await withSql((sql) => sql.query('DELETE FROM idempotent_response'));
    const second = await fund(carl.id, '7', 'EUR', 'carl-7');
    expect(second.body).toEqual(first.body);
    expect((await fund(carl.id, '8', 'EUR', 'carl-7')).status).toBe(422);
  });

  it('is for operators', async () => {
    const reply = await anna.client.post('/v1/ledger/fundings', {
      partyId: anna.id,
      currency: 'EUR',
      amountMinor: '1000000',
      reference: 'wishful',
    });
    expect(reply.status).toBe(403);
  });

  it('knows no unknown party', async () => {
    expect((await fund(encodeId('party', newId('party')), '1')).status).toBe(404);
  });

  it.each(['0', '-5', '1.5', '1000000000000001', '99999999999999999999', 'ten'])(
    'refuses the amount %s',
    async (amount) => {
      const reply = await fund(anna.id, amount);
      expect(reply.status).toBe(400);
      expect(reply.body['errors']).toEqual([expect.objectContaining({ path: '/amountMinor' })]);
    },
  );
});

describe('GET /v1/ledger/statement', () => {
  it('lists own entries, newest last, each with the balance after it', async () => {
    const dora = await enrol(operator, 'Dora', ['buyer']);
    for (const amount of ['10', '20', '30']) await fund(dora.id, amount);
    const { body } = await dora.client.get('/v1/ledger/statement?currency=EUR');
    expect(body).toMatchObject({ currency: 'EUR', purpose: 'available' });
    expect(body['entries']).toMatchObject([
      { number: '1', kind: 'funding', reference: 'bank 4711', amountMinor: '10', balanceAfterMinor: '10' },
      { number: '2', amountMinor: '20', balanceAfterMinor: '30' },
      { number: '3', amountMinor: '30', balanceAfterMinor: '60' },
    ]);
    const page = await dora.client.get('/v1/ledger/statement?currency=EUR&after=1&limit=1');
    expect(page.body).toMatchObject({ entries: [{ number: '2' }], next: '2' });
    const rest = await dora.client.get('/v1/ledger/statement?currency=EUR&after=2');
    expect(rest.body).toMatchObject({ entries: [{ number: '3' }], next: null });
  });

  it('is empty for an account that was never used', async () => {
    const { body } = await anna.client.get('/v1/ledger/statement?currency=JPY&purpose=deposit');
    expect(body).toEqual({ currency: 'JPY', purpose: 'deposit', entries: [], next: null });
  });

  it('tells what is wrong with a query', async () => {
    const reply = await anna.client.get('/v1/ledger/statement?currency=XYZ&purpose=escrow');
    expect(reply.status).toBe(400);
    expect(reply.body['errors']).toMatchObject([{ path: '/currency' }, { path: '/purpose' }]);
  });
});

describe('balances as of a time', () => {
  it('leave out what was recorded later', async () => {
    const emil = await enrol(operator, 'Emil', ['buyer']);
    await fund(emil.id, '10', 'CHF');
    await new Promise((resolve) => setTimeout(resolve, 5));
    const between = new Date().toISOString();
    await new Promise((resolve) => setTimeout(resolve, 5));
    await fund(emil.id, '20', 'CHF');
    const then = await emil.client.get(`/v1/ledger/balances?at=${between}`);
    expect(then.body['balances']).toMatchObject([{ currency: 'CHF', balanceMinor: '10', heldMinor: '0' }]);
    const now = await emil.client.get('/v1/ledger/balances');
    expect(now.body['balances']).toMatchObject([{ currency: 'CHF', balanceMinor: '30' }]);
    const trial = await operator.get(`/v1/ledger/trial-balance?at=${between}`);
    expect(trial.body).toMatchObject({ grandSumMinor: '0' });
    expect(trial.body['currencies']).toContainEqual({
      currency: 'CHF',
      sumMinor: '0',
      purposes: [
        { purpose: 'available', balanceMinor: '10' },
        { purpose: 'outside', balanceMinor: '-10' },
      ],
    });
  });

  it('refuse a time that is none', async () => {
    expect((await anna.client.get('/v1/ledger/balances?at=yesterday')).status).toBe(400);
    expect((await operator.get('/v1/ledger/trial-balance?at=2026-13-01T00:00:00.000Z')).status).toBe(400);
  });
});

describe('GET /v1/ledger/trial-balance', () => {
  it('sums to zero in every currency and as a whole', async () => {
    const { body } = await operator.get('/v1/ledger/trial-balance');
    expect(body['grandSumMinor']).toBe('0');
    expect(body['currencies']).toMatchObject([
      { currency: 'CHF', sumMinor: '0' },
      { currency: 'EUR', sumMinor: '0', purposes: [{ purpose: 'available' }, { purpose: 'outside' }] },
      {
        currency: 'USD',
        sumMinor: '0',
        purposes: [
          { purpose: 'available', balanceMinor: '500' },
          { purpose: 'outside', balanceMinor: '-500' },
        ],
      },
    ]);
  });

  it('is for operators', async () => {
    expect((await anna.client.get('/v1/ledger/trial-balance')).status).toBe(403);
  });
});

describe('GET /v1/ledger/integrity', () => {
  /** What a database administrator could do, past every trigger. */
  const asAdministrator = (statements: readonly string[]): Promise<void> =>
    withSql(async (sql) => {
      await sql.query('SET session_replication_role = replica');
      for (const statement of statements) await sql.query(statement);
    });

  const LAST_ENTRY = `(account_id, account_version) = (SELECT account_id, max(account_version) FROM ledger_entry
    WHERE amount_minor > 0 GROUP BY account_id ORDER BY account_id LIMIT 1)`;

  it('finds nothing in a sound ledger', async () => {
    expect((await operator.get('/v1/ledger/integrity')).body).toEqual({ ok: true, faults: [] });
    expect((await anna.client.get('/v1/ledger/integrity')).status).toBe(403);
  });

  const plusAndMinus = (change: (sign: '+' | '-') => string) => ({
    tamper: [change('+')],
    repair: [change('-')],
  });

  it.each([
    {
      what: 'a changed balance',
      checks: ['balance'],
      ...plusAndMinus(
        (sign) =>
          `UPDATE ledger_account SET balance_minor = balance_minor ${sign} 1 WHERE purpose = 'available'`,
      ),
    },
    {
      what: 'a changed version',
      checks: ['version'],
      ...plusAndMinus(
        (sign) => `UPDATE ledger_account SET version = version ${sign} 1 WHERE purpose = 'outside'`,
      ),
    },
    {
      what: 'a changed amount beside the row of an account',
      checks: ['balance'],
      ...plusAndMinus((sign) => `UPDATE ledger_delta SET amount_minor = amount_minor ${sign} 1`),
    },
    {
      what: 'money held by nobody',
      checks: ['held'],
      ...plusAndMinus(
        (sign) => `UPDATE ledger_account SET held_minor = held_minor ${sign} 1 WHERE purpose = 'available'`,
      ),
    },
    {
      what: 'a hold that its account does not know',
      checks: ['held'],
      tamper: [
        `INSERT INTO ledger_hold SELECT transaction_id, account_id, 1 FROM ledger_entry WHERE ${LAST_ENTRY}`,
      ],
      repair: ['DELETE FROM ledger_hold'],
    },
    {
      what: 'a changed amount',
      checks: ['balance', 'chain', 'transaction-sum'],
      ...plusAndMinus(
        (sign) => `UPDATE ledger_entry SET amount_minor = amount_minor ${sign} 1 WHERE ${LAST_ENTRY}`,
      ),
    },
    {
      what: 'a changed running balance',
      checks: ['chain'],
      ...plusAndMinus(
        (sign) =>
          `UPDATE ledger_entry SET balance_after_minor = balance_after_minor ${sign} 1 WHERE ${LAST_ENTRY}`,
      ),
    },
    {
      what: 'a removed entry',
      checks: ['balance', 'transaction-lines', 'transaction-sum', 'version'],
      tamper: [
        `CREATE TABLE removed AS SELECT * FROM ledger_entry WHERE ${LAST_ENTRY}`,
        `DELETE FROM ledger_entry WHERE ${LAST_ENTRY}`,
      ],
      repair: ['INSERT INTO ledger_entry SELECT * FROM removed'],
    },
    {
      what: 'a transaction without entries',
      checks: ['transaction-lines'],
      tamper: [
        `INSERT INTO ledger_transaction VALUES ('019a0000-0000-7000-8000-0000000000ff', 'ghost', '${'0'.repeat(64)}', 'ghost')`,
      ],
      repair: [`DELETE FROM ledger_transaction WHERE kind = 'ghost'`],
    },
  ])('finds $what', async ({ checks, tamper, repair }) => {
    await asAdministrator(tamper);
    const { body } = await operator.get('/v1/ledger/integrity');
    await asAdministrator(repair);
    expect(body['ok']).toBe(false);
    const found = (body['faults'] as { check: string }[]).map(({ check }) => check);
    expect([...new Set(found)].sort()).toEqual(checks);
    expect((await operator.get('/v1/ledger/integrity')).body).toEqual({ ok: true, faults: [] });
  });
});

async function withSql(work: (sql: pg.Client) => Promise<unknown>): Promise<void> {
  const sql = new pg.Client({ connectionString: testApp.database.url });
  await sql.connect();
  try {
    await work(sql);
  } finally {
    await sql.end();
  }
}
