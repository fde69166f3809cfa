import { Module } from '@nestjs/common';
import { AccessHttpModule, AccessService } from '#libs/access';
import { assert, encodeId } from '#libs/kernel';
import { HttpConventionsModule, newId } from '#libs/platform';
import pg from 'pg';
import { enrol, type Reply, TestClient, type TestParty } from '../support/client.js';
import { OPERATOR_KEY, startTestApp, type TestApp } from '../support/test-app.js';

@Module({ imports: [HttpConventionsModule, AccessHttpModule] })
class AccessApp {}

let testApp: TestApp;
let operator: TestClient;
let sql: pg.Client;

beforeAll(async () => {
  testApp = await startTestApp({}, AccessApp);
  operator = new TestClient(testApp, OPERATOR_KEY);
  sql = new pg.Client({ connectionString: testApp.database.url });
  await sql.connect();
}, 30_000);
afterAll(async () => {
  await sql.end();
  await testApp.close();
});

const codeOf = (reply: Reply): string => `${String(reply.status)} ${String(reply.body['type'])}`;
const UNAUTHENTICATED = '401 urn:salvor:problem:unauthenticated';

async function register(name: string): Promise<string> {
  const reply = await operator.post('/v1/parties', { name });
  expect(reply.status).toBe(201);
  return String(reply.body['id']);
}

const issue = (partyId: string, scopes: readonly string[], idempotencyKey?: string) =>
  operator.post(`/v1/parties/${partyId}/api-keys`, { scopes }, idempotencyKey);

/** Everything that the database holds, as text. */
async function everythingStored(): Promise<string> {
  const tables = await sql.query<{ name: string }>(
    "SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')",
  );
  const contents = await Promise.all(
    tables.rows.map(({ name }) => sql.query<{ row: string }>(`SELECT t::text AS row FROM ${name} t`)),
  );
  return contents.flatMap(({ rows }) => rows.map(({ row }) => row)).join('\n');
}

describe('parties', () => {
  it('are registered once under a name', async () => {
    const id = await register('Anna');
    const again = await operator.post('/v1/parties', { name: 'Anna' });
    expect(again.status).toBe(409);
    expect(again.body).toMatchObject({
      type: 'urn:salvor:problem:name-taken',
      errors: [{ path: '/name', message: 'another party has this name' }],
    });
    expect((await operator.get(`/v1/parties/${id}`)).body).toMatchObject({ id, name: 'Anna' });
  });

  it('are registered once also when two ask at the same moment', async () => {
    const replies = await Promise.all(
      Array.from({ length: 8 }, () => operator.post('/v1/parties', { name: 'Sought After' })),
    );
    const statuses = replies.map(({ status }) => status).sort();
    expect(statuses).toEqual([201, 409, 409, 409, 409, 409, 409, 409]);
  });

  it('see themselves; of others they learn as much as of nobody', async () => {
    const bert = await enrol(operator, 'Bert', ['buyer']);
    const carl = await enrol(operator, 'Carl', ['buyer']);
    expect((await bert.client.get(`/v1/parties/${bert.id}`)).body).toMatchObject({ name: 'Bert' });
    const foreign = await bert.client.get(`/v1/parties/${carl.id}`);
    const absent = await bert.client.get(`/v1/parties/${encodeId('party', newId('party'))}`);
    const comparable = ({ status, body }: Reply) => ({ status, ...body, instance: '', requestId: '' });
    expect(foreign.status).toBe(404);
    expect(comparable(foreign)).toEqual(comparable(absent));
  });
});

describe('an API key', () => {
  it('opens what its scopes say, as the party that holds it', async () => {
    const dora = await enrol(operator, 'Dora', ['seller', 'buyer']);
    const { status, body } = await dora.client.get('/v1/me');
    expect(status).toBe(200);
    expect(body).toEqual({ partyId: dora.id, name: 'Dora', scopes: ['seller', 'buyer'] });
  });

  it('leaves no trace of its secret in the database', async () => {
    const issued = await issue(await register('Emil'), ['seller']);
    const key = String(issued.body['key']);
    const secret = /^salvor_[0-9a-f]{32}_([A-Za-z0-9_-]{43})$/.exec(key)?.[1];
    assert(secret !== undefined, 'the answer shows the key');
    const stored = await everythingStored();
    expect(stored).toContain('Emil');
    const forms = [
      secret,
      ...(['hex', 'base64', 'base64url'] as const).map((form) => Buffer.from(secret).toString(form)),
      Buffer.from(secret, 'base64url').toString('hex'),
      Buffer.from(secret, 'base64url').toString('base64'),
    ];
    expect(forms.filter((form) => stored.includes(form))).toEqual([]);
  });

  it('is shown once: the same request again names the key without its secret', async () => {
    const partyId = await register('Frida');
    const first = await issue(partyId, ['buyer'], 'frida-1');
    const second = await issue(partyId, ['buyer'], 'frida-1');
    expect(second.status).toBe(201);
    expect(second.headers['idempotency-replayed']).toBe('true');
    expect(first.headers['idempotency-replayed']).toBeUndefined();
    expect(second.body).toEqual({ ...first.body, key: null });
    expect(first.body['key']).toMatch(/^salvor_/);
  });

  it('is not issued to somebody unknown', async () => {
    const reply = await issue(encodeId('party', newId('party')), ['buyer']);
    expect(codeOf(reply)).toBe('404 urn:salvor:problem:not-found');
  });

  it.each([[[]], [['buyer', 'buyer']], [['king']], ['buyer']])(
    'is not issued for the scopes %j',
    async (scopes) => {
      const reply = await operator.post(
        `/v1/parties/${await register(`Party ${JSON.stringify(scopes)}`)}/api-keys`,
        { scopes },
      );
      expect(codeOf(reply)).toBe('400 urn:salvor:problem:validation-failed');
    },
  );

  it('ends with its revocation, which can be repeated', async () => {
    const gina = await enrol(operator, 'Gina', ['buyer']);
    const keyId = `key_${String(gina.client.key?.split('_')[1])}`;
    const revoked = await operator.delete(`/v1/api-keys/${keyId}`);
    expect(revoked.body).toMatchObject({ id: keyId, partyId: gina.id, scopes: ['buyer'] });
    expect(revoked.body['revokedAt']).toMatch(/Z$/);
    expect(codeOf(await gina.client.get('/v1/me'))).toBe(UNAUTHENTICATED);
    const again = await operator.delete(`/v1/api-keys/${keyId}`);
    expect(again.body['revokedAt']).toBe(revoked.body['revokedAt']);
  });

  it('leaves who issued and who revoked it in the audit trail', async () => {
    const hugo = await enrol(operator, 'Hugo', ['buyer']);
    const keyUuid = String(hugo.client.key?.split('_')[1]);
    await operator.delete(`/v1/api-keys/key_${keyUuid}`);
    const me = await operator.get('/v1/me');
    const { rows } = await sql.query<{ action: string; actor: string }>(
      `SELECT action, replace(actor_id::text, '-', '') AS actor FROM audit_entry
       WHERE replace(subject_id::text, '-', '') IN ($1, $2) ORDER BY id`,
      [hugo.id.replace('pty_', ''), keyUuid],
    );
    const actor = String(me.body['partyId']).replace('pty_', '');
    expect(rows).toEqual([
      { action: 'issue-key', actor },
      { action: 'revoke-key', actor },
    ]);
  });
});

describe('who shows no valid key is not let in', () => {
  let ida: TestParty;
  beforeAll(async () => {
    ida = await enrol(operator, 'Ida', ['buyer']);
  }, 30_000);

  const keyOf = (party: TestParty) => String(party.client.key);

  it.each([
    ['no key', () => undefined],
    ['an empty key', () => ''],
    ['something else', () => 'hunter2'],
    [
      'the right key with another secret',
      () => `${keyOf(ida).slice(0, -1)}${keyOf(ida).endsWith('A') ? 'E' : 'A'}`,
    ],
    ['the right secret under another id', () => keyOf(ida).replace(/_[0-9a-f]{32}_/, `_${'0'.repeat(32)}_`)],
    ['the key and more', () => `${keyOf(ida)}x`],
  ])('%s', async (_what, key) => {
    const reply = await new TestClient(testApp, key()).get('/v1/me');
    expect(codeOf(reply)).toBe(UNAUTHENTICATED);
    expect(reply.headers['www-authenticate']).toMatch(/^Bearer/);
  });
});

describe('the operator', () => {
  const operators = async () =>
    (await sql.query("SELECT FROM party p JOIN api_key k ON k.party_id = p.id WHERE p.name = 'Operator'"))
      .rowCount;

  it('is there from the first start, once, however many processes start', async () => {
    const access = testApp.app.get(AccessService);
    await Promise.all(Array.from({ length: 5 }, () => access.ensureOperator(OPERATOR_KEY)));
    expect(await operators()).toBe(1);
  });

  it('may be given another key by a setting; the party stays the same', async () => {
    const other = `salvor_${'0'.repeat(31)}2_${'q'.repeat(43)}`;
    await testApp.app.get(AccessService).ensureOperator(other);
    const [before, after] = await Promise.all(
      [OPERATOR_KEY, other].map((key) => new TestClient(testApp, key).get('/v1/me')),
    );
    expect(after?.body).toEqual(before?.body);
    expect(after?.body['scopes']).toEqual(['operator']);
  });

  it('alone registers parties and hands out keys', async () => {
    const jan = await enrol(operator, 'Jan', ['seller', 'buyer', 'contributor', 'market-maker', 'trustee']);
    const replies = [
      await jan.client.post('/v1/parties', { name: 'Jan 2' }),
      await jan.client.post(`/v1/parties/${jan.id}/api-keys`, { scopes: ['operator'] }),
      await jan.client.delete(`/v1/api-keys/key_${String(jan.client.key?.split('_')[1])}`),
    ];
    expect(replies.map(codeOf)).toEqual(replies.map(() => '403 urn:salvor:problem:scope-missing'));
  });
});
