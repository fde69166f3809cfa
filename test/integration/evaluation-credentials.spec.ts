import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { enrol } from '../support/client.js';
import { numberedRows } from '../support/temporary-domain.js';
import { ended, queueRun, registerVersion, setStage, type Stage } from './evaluation-fixture.js';

let stage: Stage;
let endpoint: Server;
const seen = new Set<string>();

beforeAll(async () => {
  endpoint = createServer((request, response) => {
    seen.add(request.headers.authorization ?? 'none');
    request.resume();
    response.setHeader('content-type', 'application/json');
    response.end('{"label": "bot"}');
  });
  await new Promise<void>((resolve) => endpoint.listen(0, '127.0.0.1', resolve));
  stage = await setStage(() => [{ task: 'five', rows: numberedRows(5) }], {
    SALVOR_PRIVATE_ENDPOINTS: 'allowed',
  });
}, 30_000);

afterAll(async () => {
  await stage.close();
  endpoint.closeAllConnections();
  await new Promise((resolve) => endpoint.close(resolve));
});

const adapter = () => ({
  kind: 'json-http',
  url: `http://127.0.0.1:${String((endpoint.address() as AddressInfo).port)}/`,
  request: '{"text": input}',
  response: 'label',
  credential: 'my-endpoint',
});

test('a credential is written and used, replaced and removed, and never shown', async () => {
  const first = await stage.seller.client.post('/v1/credentials', {
    name: 'my-endpoint',
    secret: 'sk-first-secret',
  });
  expect(first.status).toBe(201);
  const second = await stage.seller.client.post('/v1/credentials', {
    name: 'my-endpoint',
    secret: 'sk-second-secret',
  });
  expect(second.body).toMatchObject({ id: first.body['id'], replacedAt: expect.any(String) as string });
  const listed = await stage.seller.client.get('/v1/credentials');
  expect(listed.body['credentials']).toMatchObject([{ id: first.body['id'], name: 'my-endpoint' }]);
  expect(JSON.stringify([first.body, second.body, listed.body])).not.toContain('secret');
  const { rows } = await stage.database.query<{ text: string }>(
    `SELECT (SELECT string_agg(c::text, '') FROM evaluation_credential c) || (SELECT string_agg(i::text, '') FROM idempotent_response i) AS text`,
  );
  expect(rows[0]?.text).toContain('my-endpoint');
  expect(rows[0]?.text).not.toContain('secret');

  const versionId = await registerVersion(stage, 'Endpoint', adapter());
  const run = await ended(stage, (await queueRun(stage, { versionId, domain: 'five' })).id);
  expect(run).toMatchObject({ state: 'completed', reason: null });
  expect([...seen]).toEqual(['Bearer sk-second-secret']);

  expect((await stage.seller.client.delete('/v1/credentials/my-endpoint')).status).toBe(200);
  expect((await stage.seller.client.delete('/v1/credentials/my-endpoint')).status).toBe(404);
});

test('nobody’s model is called with the credential of somebody else', async () => {
  await stage.seller.client.post('/v1/credentials', { name: 'my-endpoint', secret: 'sk-mine' });
  const other = await enrol(stage.operator, 'Other', ['seller']);
  expect((await other.client.get('/v1/credentials')).body['credentials']).toEqual([]);
  expect((await other.client.delete('/v1/credentials/my-endpoint')).status).toBe(404);
  const versionId = await registerVersion({ seller: other }, 'Endpoint of another', adapter());
  const { id } = await queueRun({ seller: other }, { versionId, domain: 'five' });
  expect(await ended({ seller: other }, id)).toMatchObject({
    state: 'failed',
    reason: 'the model could not be opened: {"code":"credential-missing","credential":"my-endpoint"}',
  });
});

test('a secret that no header can carry is refused', async () => {
  const reply = await stage.seller.client.post('/v1/credentials', { name: 'bad', secret: 'two words' });
  expect([reply.status, JSON.stringify(reply.body).includes('two words')]).toEqual([400, false]);
});
