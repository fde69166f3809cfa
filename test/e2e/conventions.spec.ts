import { problemDocument } from '#contract/platform';
import request, { type Test } from 'supertest';
import { enrol, TestClient, type TestParty } from '../support/client.js';
import { OPERATOR_KEY, startTestApp, type TestApp } from '../support/test-app.js';
import { gate, MALFORMED, ProbeApp, problemOf, sendBytes, untilSomebodyWaits } from './probe-app.js';

const BODY_LIMIT_BYTES = 65_536;

let testApp: TestApp;
let seller: TestParty;
let buyer: TestParty;

beforeAll(async () => {
  testApp = await startTestApp({}, ProbeApp);
  const operator = new TestClient(testApp, OPERATOR_KEY);
  seller = await enrol(operator, 'Seller', ['seller']);
  buyer = await enrol(operator, 'Buyer', ['buyer']);
}, 30_000);
afterAll(() => testApp.close());

const http = () => request(testApp.app.getHttpServer());
const bearer = (party: TestParty): string => `Bearer ${String(party.client.key)}`;

let keys = 0;
/** A write with everything in order, of which tests take something away. */
function write(headers: Readonly<Record<string, string | undefined>> = {}): Test {
  keys += 1;
  const all = { Authorization: bearer(seller), 'Idempotency-Key': `key-${String(keys)}`, ...headers };
  const call = http().post('/probe/writes');
  for (const [name, value] of Object.entries<string | undefined>(all))
    if (value !== undefined) void call.set(name, value);
  return call;
}

const TOO_LARGE = `{"text": "${'x'.repeat(BODY_LIMIT_BYTES)}`;

describe('the checks of a request, each before the next one', () => {
  it('the size of the body, before its form', async () => {
    const response = await sendBytes(write(), TOO_LARGE);
    expect(problemOf(response)).toBe('body-too-large');
    expect(response.status).toBe(413);
  });

  it('the form of the body, before the key', async () => {
    const response = await sendBytes(write({ Authorization: undefined }), MALFORMED);
    expect(problemOf(response)).toBe('malformed-request');
    expect(response.status).toBe(400);
  });

  it('the key, before its scope', async () => {
    const response = await write({ Authorization: 'Bearer hunter2', 'Idempotency-Key': undefined }).send({});
    expect(problemOf(response)).toBe('unauthenticated');
    expect(response.status).toBe(401);
  });

  it('the scope, before the Idempotency-Key', async () => {
    const response = await write({ Authorization: bearer(buyer), 'Idempotency-Key': undefined }).send({});
    expect(problemOf(response)).toBe('scope-missing');
    expect(response.status).toBe(403);
  });

  it('the Idempotency-Key, before the contract', async () => {
    const response = await write({ 'Idempotency-Key': undefined }).send({ unknown: 1 });
    expect(problemOf(response)).toBe('idempotency-key-missing');
    expect(response.status).toBe(400);
  });

  it('the contract, before a request in flight, before a key that was reused', async () => {
    const inFlight = write({ 'Idempotency-Key': 'flying' }).send({ text: 'a', slowly: true });
    const answered = inFlight.then((response) => response);
    await untilSomebodyWaits();
    const invalid = await write({ 'Idempotency-Key': 'flying' }).send({ unknown: 1 });
    const other = await write({ 'Idempotency-Key': 'flying' }).send({ text: 'another' });
    gate.open();
    expect((await answered).status).toBe(201);
    expect(problemOf(invalid)).toBe('validation-failed');
    expect(problemOf(other)).toBe('request-in-flight');
    expect(other.status).toBe(409);
  });

  it('a key that was reused, before what the request names', async () => {
    await write({ 'Idempotency-Key': 'used' }).send({ text: 'a' });
    const response = await write({ 'Idempotency-Key': 'used' }).send({ text: 'nothing' });
    expect(problemOf(response)).toBe('idempotency-key-reused');
    expect(response.status).toBe(422);
  });

  it('what the request names', async () => {
    const response = await write().send({ text: 'nothing' });
    expect(problemOf(response)).toBe('not-found');
    expect(response.status).toBe(404);
  });

  it('and a request in order is answered, the second time from memory', async () => {
    const body = { text: 'a' };
    const first = await write({ 'Idempotency-Key': 'good' }).send(body);
    const second = await write({ 'Idempotency-Key': 'good' }).send(body);
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body).toEqual(first.body);
    expect(first.headers['idempotency-replayed']).toBeUndefined();
    expect(second.headers['idempotency-replayed']).toBe('true');
  });
});

describe('a body', () => {
  it('may be as large as the limit', async () => {
    const frame = '{"text": ""}';
    const body = frame.replace('""', `"${'x'.repeat(BODY_LIMIT_BYTES - frame.length)}"`);
    expect(problemOf(await sendBytes(write(), body))).toBe('validation-failed');
    expect(problemOf(await sendBytes(write(), `${body} `))).toBe('body-too-large');
  });

  it.each([
    ['is cut off', MALFORMED],
    ['is not an object', '"text"'],
    ['names a field twice', '{"text": "a", "text": "b"}'],
    ['names a field twice, once escaped', String.raw`{"text": "a", "\u0074ext": "b"}`],
    ['has an unpaired surrogate', String.raw`{"text": "\ud800"}`],
    ['has a number that no double holds', '{"text": 1e400}'],
    ['nests without end', `{"text": ${'['.repeat(20_000)}${']'.repeat(20_000)}}`],
  ])('that %s is malformed', async (_what, body) => {
    expect(problemOf(await sendBytes(write(), body))).toBe('malformed-request');
  });

  it('that is not UTF-8 is malformed', async () => {
    const response = await fetch(`${testApp.url}/probe/writes`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: Buffer.from('{"text": "\u00e9"}', 'latin1'),
    });
    expect(await response.json()).toMatchObject({ type: 'urn:salvor:problem:malformed-request' });
  });

  it('in a form that the service does not read is malformed or missing', async () => {
    const encoded = write({ 'Content-Encoding': 'compress' });
    expect(problemOf(await sendBytes(encoded, '{"text": "a"}'))).toBe('malformed-request');
    const latin = write({ 'Content-Type': 'application/json; charset=latin1' });
    expect(problemOf(await latin.send('{"text": "a"}'))).toBe('malformed-request');
    const form = write({ 'Content-Type': 'application/x-www-form-urlencoded' });
    expect(problemOf(await form.send('text=a'))).toBe('validation-failed');
  });

  it('is refused with every field at fault, unknown ones too', async () => {
    const response = await write().send({ text: 5, slowly: 'yes', extra: 1, more: 2 });
    expect(problemOf(response)).toBe('validation-failed');
    const { errors } = problemDocument.parse(response.body);
    expect(errors?.map(({ path }) => path).sort()).toEqual(['/extra', '/more', '/slowly', '/text']);
  });
});

describe('an Idempotency-Key', () => {
  it.each(['', ' ', 'two words', 'x'.repeat(256)])('is not %j', async (key) => {
    expect(problemOf(await write({ 'Idempotency-Key': key }).send({ text: 'a' }))).toBe(
      'idempotency-key-missing',
    );
  });

  it('may have 255 characters', async () => {
    expect((await write({ 'Idempotency-Key': 'x'.repeat(255) }).send({ text: 'a' })).status).toBe(201);
  });
});
