import { Module } from '@nestjs/common';
import { AccessHttpModule, AccessService } from '#libs/access';
import { assertDefined, decodeId, encodeId, type Id, ok } from '#libs/kernel';
import { HttpConventionsModule, newId, UnitOfWork } from '#libs/platform';
import pg from 'pg';
import { enrol, type Reply, TestClient } from '../support/client.js';
import { OPERATOR_KEY, startTestApp, type TestApp } from '../support/test-app.js';

@Module({ imports: [HttpConventionsModule, AccessHttpModule] })
class AccessApp {}

let testApp: TestApp;
let operator: TestClient;
let access: AccessService;
let sql: pg.Client;

beforeAll(async () => {
  testApp = await startTestApp({}, AccessApp);
  operator = new TestClient(testApp, OPERATOR_KEY);
  access = testApp.app.get(AccessService);
  sql = new pg.Client({ connectionString: testApp.database.url });
  await sql.connect();
}, 30_000);
afterAll(async () => {
  await sql.end();
  await testApp.close();
});

const idOf = (text: string): Id<'party'> => assertDefined(decodeId('party', text), 'an id of a party');

async function registered(name: string): Promise<string> {
  const { body } = await operator.post('/v1/parties', { name });
  return String(body['id']);
}

const record = (partyId: string, group: string | null, key?: string): Promise<Reply> =>
  operator.put(`/v1/parties/${partyId}/affiliation`, { group }, key);

const groupsOf = async (...ids: readonly string[]) => {
  const groups = await access.affiliationsOf(ids.map(idOf));
  return ids.map((id) => groups.get(idOf(id)));
};

describe('the affiliation of a party', () => {
  it('is what the operator recorded last', async () => {
    const [anna, bert, carl] = [await registered('Anna'), await registered('Bert'), await registered('Carl')];
    expect(await groupsOf(anna, bert, carl)).toEqual([undefined, undefined, undefined]);
    const reply = await record(anna, 'Family');
    expect(reply.status).toBe(200);
    expect(reply.body).toEqual({
      partyId: anna,
      group: 'Family',
      recordedAt: expect.stringMatching(/Z$/) as unknown,
    });
    await record(bert, 'Other');
    await record(bert, 'Family');
    expect(await groupsOf(anna, bert, carl)).toEqual(['Family', 'Family', undefined]);
    await record(anna, null);
    expect(await groupsOf(anna, bert, carl)).toEqual([undefined, 'Family', undefined]);
  });

  it('is read within a transaction as it stands there', async () => {
    const dora = idOf(await registered('Dora'));
    await record(encodeId('party', dora), 'Firm');
    const read = await testApp.app
      .get(UnitOfWork, { strict: false })
      .run(async (tx) => ok(await access.affiliationsOf([dora], tx)));
    expect(read).toEqual({ ok: true, value: new Map([[dora, 'Firm']]) });
  });

  it('keeps its history, and who recorded it in the audit trail', async () => {
    const emil = await registered('Emil');
    await record(emil, 'A', 'emil-1');
    await record(emil, null);
    const replayed = await record(emil, 'A', 'emil-1');
    expect(replayed.headers['idempotency-replayed']).toBe('true');
    const { rows } = await sql.query<{ group_name: string | null }>(
      'SELECT group_name FROM party_affiliation WHERE party_id = $1 ORDER BY id',
      [idOf(emil)],
    );
    expect(rows.map(({ group_name }) => group_name)).toEqual(['A', null]);
    await expect(sql.query('DELETE FROM party_affiliation')).rejects.toThrow('append-only');
    const audit = await sql.query<{ reason: string }>(
      "SELECT reason FROM audit_entry WHERE subject_id = $1 AND action = 'record-affiliation' ORDER BY id",
      [idOf(emil)],
    );
    expect(audit.rows.map(({ reason }) => reason)).toEqual(['acts with A', 'acts alone']);
  });

  it('is recorded by operators only, of parties that there are, under a name that can be read', async () => {
    const frida = await enrol(operator, 'Frida', ['seller', 'buyer']);
    const path = `/v1/parties/${frida.id}/affiliation`;
    const refused = [
      await frida.client.put(path, { group: 'Mine' }),
      await record(encodeId('party', newId('party')), 'Nobody'),
      await record(frida.id, ''),
      await record(frida.id, 'x'.repeat(65)),
      await operator.put(path, {}),
    ];
    expect(refused.map(({ status, body }) => [status, body['type']])).toEqual([
      [403, 'urn:salvor:problem:scope-missing'],
      [404, 'urn:salvor:problem:not-found'],
      [400, 'urn:salvor:problem:validation-failed'],
      [400, 'urn:salvor:problem:validation-failed'],
      [400, 'urn:salvor:problem:validation-failed'],
    ]);
    expect(await groupsOf(frida.id)).toEqual([undefined]);
  });
});
