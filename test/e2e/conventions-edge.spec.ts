import { request as httpRequest } from 'node:http';
import { Logger } from '@nestjs/common';
import request, { type Response } from 'supertest';
import { enrol, eventually, TestClient, type TestParty } from '../support/client.js';
import { OPERATOR_KEY, startTestApp, type TestApp } from '../support/test-app.js';
import { gate, MALFORMED, ProbeApp, problemOf, sendBytes, untilSomebodyWaits } from './probe-app.js';

let testApp: TestApp;
let buyer: TestParty;

beforeAll(async () => {
  testApp = await startTestApp({ LOG_LEVEL: 'silent' }, ProbeApp);
  // The failures of these tests are wanted.
  Logger.overrideLogger(false);
  buyer = await enrol(new TestClient(testApp, OPERATOR_KEY), 'Buyer', ['buyer']);
}, 30_000);
afterAll(() => testApp.close());

const http = () => request(testApp.app.getHttpServer());
const bearer = (party: TestParty): string => `Bearer ${String(party.client.key)}`;

describe('a path', () => {
  it.each([
    '/nowhere',
    '/v1',
    '/v1/parties/',
    '/v1/parties/x/y/z',
    '/probe',
    '/.env',
    '/v1/../../etc/passwd',
  ])('%s that no route has is not found', async (path) => {
    expect(problemOf(await http().get(path))).toBe('not-found');
  });

  it('that has routes for other methods only is not found', async () => {
    expect(problemOf(await http().delete('/probe/writes'))).toBe('not-found');
  });

  it('that cannot be decoded is malformed', async () => {
    const path = '/v1/parties/%E0%A4%A';
    expect(problemOf(await http().get(path).set('Authorization', bearer(buyer)))).toBe('malformed-request');
  });

  it('with an id of another kind is not valid', async () => {
    const response = await buyer.client.get('/v1/parties/lot_019a00000000700080000000000000ab');
    expect(response.status).toBe(400);
    expect(response.body['errors']).toMatchObject([{ path: '/partyId' }]);
  });
});

describe('a request id', () => {
  const idOf = (response: Response) => String(response.headers['x-request-id']);
  const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

  it('is made for each request', async () => {
    const ids = [idOf(await http().get('/health/live')), idOf(await http().get('/health/live'))];
    expect(ids[0]).toMatch(UUID);
    expect(ids[1]).toMatch(UUID);
    expect(ids[0]).not.toBe(ids[1]);
  });

  it('of the caller is kept', async () => {
    const response = await http().get('/nowhere').set('X-Request-Id', 'trace-4711.a_b');
    expect(idOf(response)).toBe('trace-4711.a_b');
    expect(problemOf(response)).toBe('not-found');
  });

  it.each(['', 'two words', '<script>', '{"a":1}', 'x'.repeat(65)])(
    'of the caller is not %j',
    async (sent) => {
      expect(idOf(await http().get('/health/live').set('X-Request-Id', sent))).toMatch(UUID);
    },
  );

  it('is there when even the body could not be read', async () => {
    const response = await sendBytes(http().post('/probe/writes').set('X-Request-Id', 'early'), MALFORMED);
    expect(idOf(response)).toBe('early');
  });
});

describe('a failure of ours', () => {
  it.each(['/probe/bug', '/probe/database-bug'])('at %s lets nothing out', async (path) => {
    const response = await http().get(path);
    expect(response.status).toBe(500);
    expect(problemOf(response)).toBe('internal');
    expect(response.text).not.toMatch(/hunter2|no_such_table|secret_column|TypeError|P2010|42P01/);
  });
});

it('every answer carries the headers of a careful server', async () => {
  const { headers } = await http().get('/health/live');
  expect(headers['x-powered-by']).toBeUndefined();
  expect(headers['content-security-policy']).toContain("default-src 'self'");
  expect(headers['x-content-type-options']).toBe('nosniff');
});

describe('the rate limit', () => {
  let limited: TestApp;
  beforeAll(async () => {
    limited = await startTestApp({ SALVOR_RATE_LIMIT_PER_MINUTE: '3' }, ProbeApp);
  }, 30_000);
  afterAll(() => limited.close());

  const ask = (path: string, key?: string) => {
    const call = request(limited.app.getHttpServer()).get(path);
    return key === undefined ? call : call.set('Authorization', `Bearer ${key}`);
  };

  it('is one budget for each key, whichever routes it asks, and tells when to come back', async () => {
    const paths = ['/v1/me', '/v1/parties/x', '/v1/me', '/v1/me'];
    const answers: Response[] = [];
    for (const path of paths) answers.push(await ask(path, OPERATOR_KEY));
    expect(answers.map(({ status }) => status)).toEqual([200, 400, 200, 429]);
    const last = answers.at(-1);
    expect(last === undefined ? '' : problemOf(last)).toBe('rate-limited');
    expect(Number(last?.headers['retry-after'])).toBeGreaterThan(0);
    expect((await ask('/v1/me', 'somebody else')).status).toBe(401);
  });

  it('comes before the key, and after the form of the body', async () => {
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 4; attempt += 1) statuses.push((await ask('/v1/me', 'guess')).status);
    expect(statuses).toEqual([401, 401, 401, 429]);
    const malformed = request(limited.app.getHttpServer())
      .post('/probe/writes')
      .set('Authorization', 'Bearer guess');
    expect(problemOf(await sendBytes(malformed, MALFORMED))).toBe('malformed-request');
  });

  it('does not concern health', async () => {
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 5; attempt += 1) statuses.push((await ask('/health/live')).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200]);
  });
});

describe('a stop', () => {
  it('lets a slow request finish, and takes no new ones', async () => {
    const stopping = await startTestApp({}, ProbeApp);
    const slow = request(stopping.url).get('/probe/slow').set('Connection', 'close');
    const answered = slow.then((response) => response);
    await untilSomebodyWaits();
    const closed = stopping.close();
    await eventually(
      () => connects(stopping.url),
      (isOpen) => !isOpen,
    );
    gate.open();
    const answer = await answered;
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ done: true });
    await closed;
  });
});

/** Whether the server takes a new connection. */
const connects = (url: string): Promise<boolean> =>
  new Promise((resolve) => {
    const call = httpRequest(`${url}/health/live`, { agent: false }, (response) => {
      response.resume();
      resolve(true);
    });
    call.once('error', () => {
      resolve(false);
    });
    call.end();
  });
