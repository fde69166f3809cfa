import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decodeId } from '#libs/kernel';
import { numberedRows } from '../support/temporary-domain.js';
import {
  ended,
  queueRun,
  registerVersion,
  type Run,
  runOf,
  setStage,
  type Stage,
  timesAsked,
} from './evaluation-fixture.js';

const ROWS = 60;
const BATCH = 4;

let stage: Stage;
let endpoint: Server;
let processVersion: string;
let pricedVersion: string;
/** What the endpoint was asked, in order. */
const asked: string[] = [];

beforeAll(async () => {
  endpoint = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      asked.push((JSON.parse(body) as { text: string }).text);
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ label: 'bot' }));
    });
  });
  await new Promise<void>((resolve) => endpoint.listen(0, '127.0.0.1', resolve));
  stage = await setStage(() => [{ task: 'sixty', rows: numberedRows(ROWS) }], {
    SALVOR_PRIVATE_ENDPOINTS: 'allowed',
    SALVOR_EVALUATION_BATCH_ROWS: String(BATCH),
  });
  processVersion = await registerVersion(stage, 'Program');
  pricedVersion = await registerVersion(stage, 'Endpoint with prices', {
    kind: 'json-http',
    url: `http://127.0.0.1:${String((endpoint.address() as AddressInfo).port)}/classify`,
    request: '{"text": input}',
    response: 'label',
    prices: { currency: 'EUR', minorPerCall: '0.5' },
  });
}, 30_000);

afterAll(async () => {
  await stage.close();
  endpoint.closeAllConnections();
  await new Promise((resolve) => endpoint.close(resolve));
});

beforeEach(async () => {
  asked.length = 0;
  await stage.stub.forget();
  for (const order of ['delay-ms', 'cost'] as const) await stage.stub.stopTelling(order);
});

const run = async (versionId: string, budget: object): Promise<Run> =>
  ended(stage, (await queueRun(stage, { versionId, domain: 'sixty', cache: false, budget })).id);

const resume = async (id: string, budget: object): Promise<Run> => {
  const reply = await stage.seller.client.post(`/v1/runs/${id}/resumption`, { budget });
  expect(reply.status).toBe(202);
  return ended(stage, runOf(reply).id);
};

test('a budget in calls is never overrun, and its answers are kept', async () => {
  const failed = await run(processVersion, { calls: 25 });
  expect(failed).toMatchObject({
    state: 'failed',
    reason: 'budget-exhausted',
    progress: { samples: { answered: 25 }, spent: { calls: 25 } },
  });
  expect(await stage.stub.asked()).toHaveLength(25);
  const { rows } = await stage.database.query('SELECT 1 FROM evaluation_answer WHERE run_id = $1', [
    decodeId('run', failed.id),
  ]);
  expect(rows).toHaveLength(25);
});

test('a run with a new budget goes on where the old one ended, and its failure stays on record', async () => {
  const failed = await run(processVersion, { calls: 25 });
  const completed = await resume(failed.id, { calls: 1_000 });
  expect(completed).toMatchObject({ state: 'completed', progress: { spent: { calls: ROWS } } });
  expect([...timesAsked(await stage.stub.asked()).values()]).toEqual(Array.from({ length: ROWS }, () => 1));
  expect(completed.transitions.map(({ to }) => to)).toEqual([
    'queued',
    'running',
    'failed',
    'running',
    'completed',
  ]);
});

test('money is never overrun where prices are declared, however many batches are in flight', async () => {
  // Half a cent a call: ten cents and a bit are good for twenty calls.
  const failed = await run(pricedVersion, { cost: { currency: 'EUR', microMinor: '10400000' } });
  expect(failed).toMatchObject({
    state: 'failed',
    reason: 'budget-exhausted',
    progress: { spent: { calls: 20, cost: { currency: 'EUR', microMinor: '10000000' } } },
  });
  expect(asked).toHaveLength(20);
});

test('money is overrun by one batch at most where the price shows afterwards', async () => {
  await stage.stub.tell('cost', '1000');
  const failed = await run(processVersion, { cost: { currency: 'EUR', microMinor: '21500' } });
  expect(failed).toMatchObject({ state: 'failed', reason: 'budget-exhausted' });
  const spent = Number(failed.progress.spent.cost?.microMinor);
  expect(spent).toBeGreaterThanOrEqual(21_500);
  expect(spent).toBeLessThan(21_500 + BATCH * 1_000);
  expect((await stage.stub.asked()).length * 1_000).toBe(spent);
});

test('time is spent to the end and not beyond', async () => {
  await stage.stub.tell('delay-ms', '50');
  const failed = await run(processVersion, { timeMs: 1_000 });
  expect(failed).toMatchObject({ state: 'failed', reason: 'budget-exhausted' });
  expect(failed.progress.samples.answered).toBeGreaterThan(0);
  expect(failed.progress.samples.answered).toBeLessThan(25);
  // Timers are late by a few milliseconds.
  expect(failed.progress.spent.timeMs).toBeLessThan(1_100);
});

test('a budget in another currency than the prices is refused', async () => {
  const budget = { cost: { currency: 'USD', microMinor: '1' } };
  const reply = await stage.seller.client.post('/v1/runs', {
    versionId: pricedVersion,
    domain: 'sixty',
    budget,
  });
  expect(reply.status).toBe(400);
  expect(reply.body['errors']).toEqual([{ path: '/budget/cost/currency', message: 'the prices are in EUR' }]);
});

test('a budget that limits nothing is refused', async () => {
  const reply = await stage.seller.client.post('/v1/runs', {
    versionId: pricedVersion,
    domain: 'sixty',
    budget: {},
  });
  expect(reply.status).toBe(400);
});
