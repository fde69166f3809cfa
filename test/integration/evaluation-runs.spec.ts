import { decodeId, assertDefined } from '#libs/kernel';
import { EvaluateChunk } from '../../libs/evaluation/src/evaluate-chunk.js';
import { eventually } from '../support/client.js';
import { numberedRows } from '../support/temporary-domain.js';
import {
  ended,
  queueRun,
  registerVersion,
  runNow,
  runOf,
  setStage,
  type Stage,
  timesAsked,
} from './evaluation-fixture.js';

let stage: Stage;
let versionId: string;

beforeAll(async () => {
  stage = await setStage(() => [
    { task: 'two-slices', rows: [...numberedRows(25, 'a', 'a'), ...numberedRows(12, 'b', 'b')] },
    { task: 'repeated', rows: numberedRows(11, 'all', 'again'), repeats: 3 },
  ]);
  versionId = await registerVersion(stage, 'Stub');
}, 30_000);

afterAll(() => stage.close());

beforeEach(async () => {
  await stage.stub.forget();
  for (const order of ['hang', 'delay-ms', 'fickle', 'cost'] as const) await stage.stub.stopTelling(order);
});

const answersOf = async (runId: string) => {
  const { rows } = await stage.database.query<{
    sample_id: string;
    repeat: number;
    cached: boolean;
    latency_micros: number | null;
    cost_micro_minor: string;
  }>(
    'SELECT sample_id, repeat, cached, latency_micros, cost_micro_minor FROM evaluation_answer WHERE run_id = $1',
    [decodeId('run', runId)],
  );
  return rows;
};

test('a run is cut into chunks, asks every row once and scores each slice', async () => {
  const queued = await queueRun(stage, { versionId, domain: 'two-slices', cache: false });
  expect(queued.progress.chunks).toEqual({ total: 5, completed: 0 });
  const run = await ended(stage, queued.id);
  expect(run).toMatchObject({
    state: 'completed',
    progress: {
      chunks: { total: 5, completed: 5 },
      samples: { total: 37, answered: 37, cached: 0 },
      spent: { calls: 37, cost: null },
    },
    slices: [
      { slice: 'a', answered: 25, score: { n: 25, successes: 17 }, consistency: null },
      { slice: 'b', answered: 12, score: { n: 12, successes: 8 }, consistency: null },
    ],
    transitions: [{ to: 'queued' }, { to: 'running' }, { to: 'completed' }],
  });
  expect([...timesAsked(await stage.stub.asked()).values()]).toEqual(Array.from({ length: 37 }, () => 1));
});

test('a chunk that is delivered again, to however many, is not answered again', async () => {
  const { id } = await queueRun(stage, { versionId, domain: 'two-slices', cache: false });
  const runId = assertDefined(decodeId('run', id), 'an id of ours');
  const evaluateChunk = stage.testApp.app.get(EvaluateChunk, { strict: false });
  await Promise.all([0, 1, 2, 0, 1, 2].map((chunk) => evaluateChunk.evaluate(runId, chunk)));
  await ended(stage, id);
  await Promise.all([0, 1, 2, 3, 4].map((chunk) => evaluateChunk.evaluate(runId, chunk)));
  expect(await answersOf(id)).toHaveLength(37);
  expect(await stage.stub.asked()).toHaveLength(37);
});

test('of two processes that hold a chunk only the later one can write', async () => {
  await stage.stub.tell('delay-ms', '50');
  const { id } = await queueRun(stage, { versionId, domain: 'two-slices', cache: false });
  const runId = decodeId('run', id);
  await eventually(
    () => runNow(stage, id),
    ({ progress }) => progress.samples.answered > 0,
  );
  // What another process does when it takes over every chunk.
  await stage.database.query('UPDATE evaluation_chunk SET attempt = attempt + 1 WHERE run_id = $1', [runId]);
  await stage.stub.stopTelling('delay-ms');
  // A chunk that nobody had begun goes on; then all is quiet.
  let before = -1;
  const stopped = await eventually(
    async () => {
      await new Promise((resolve) => setTimeout(resolve, 500));
      return runNow(stage, id);
    },
    ({ progress }) => {
      const isQuiet = progress.samples.answered === before;
      before = progress.samples.answered;
      return isQuiet;
    },
  );
  expect(stopped).toMatchObject({ state: 'running' });
  expect(await answersOf(id)).toHaveLength(stopped.progress.samples.answered);
  const evaluateChunk = stage.testApp.app.get(EvaluateChunk, { strict: false });
  for (const chunk of [0, 1, 2, 3, 4])
    await evaluateChunk.evaluate(assertDefined(runId, 'an id of ours'), chunk);
  expect(await ended(stage, id)).toMatchObject({
    state: 'completed',
    progress: { samples: { answered: 37 } },
  });
  // Each of the four that were at it lost the batch that it had in flight, and nothing else.
  const asked = timesAsked(await stage.stub.asked());
  expect(asked.size).toBe(37);
  expect([...asked.values()].reduce((sum, times) => sum + times - 1, 0)).toBeLessThanOrEqual(4 * 4);
});

test('repeats ask every row as often as the domain says and tell how consistent the answers are', async () => {
  await stage.stub.tell('fickle', 'yes');
  const { id, usesCache } = await queueRun(stage, { versionId, domain: 'repeated' });
  expect(usesCache).toBe(false);
  const run = await ended(stage, id);
  expect([...timesAsked(await stage.stub.asked()).values()]).toEqual(Array.from({ length: 11 }, () => 3));
  expect(await answersOf(id)).toHaveLength(33);
  const { rows } = await stage.database.query<{ agreeing: number; right: number }>(
    `SELECT count(*) FILTER (WHERE labels = 1)::int AS agreeing, count(*) FILTER (WHERE labels = 1 AND is_right)::int AS right
     FROM (SELECT count(DISTINCT label) AS labels, bool_and(is_correct) AS is_right FROM evaluation_answer
           WHERE run_id = $1 GROUP BY sample_id) AS s`,
    [decodeId('run', id)],
  );
  expect(run.slices[0]?.consistency).toEqual({ agreeing: rows[0]?.agreeing, alwaysCorrect: rows[0]?.right });
  expect(run.slices[0]).toMatchObject({ answered: 11, score: { n: 11 } });
});

describe('the response cache', () => {
  test('answers a later run with the same questions, without cost or latency', async () => {
    await stage.stub.tell('cost', '7');
    const cached = await registerVersion(stage, 'Stub that is cached');
    const body = {
      versionId: cached,
      domain: 'two-slices',
      budget: { cost: { currency: 'EUR', microMinor: '1000000' } },
    };
    const first = await ended(stage, (await queueRun(stage, body)).id);
    expect(first.progress.spent).toMatchObject({ calls: 37, cost: { currency: 'EUR', microMinor: '259' } });
    await stage.stub.forget();
    const second = await ended(stage, (await queueRun(stage, body)).id);
    expect(second).toMatchObject({
      state: 'completed',
      usesCache: true,
      progress: {
        samples: { answered: 37, cached: 37 },
        spent: { calls: 0, timeMs: 0, cost: { microMinor: '0' } },
      },
    });
    expect(await stage.stub.asked()).toEqual([]);
    expect(
      (await answersOf(second.id)).filter(
        (row) => row.cached && row.latency_micros === null && row.cost_micro_minor === '0',
      ),
    ).toHaveLength(37);
    expect(second.slices.map(({ score }) => score)).toEqual(first.slices.map(({ score }) => score));
  });

  test('is left alone on request', async () => {
    const body = { versionId, domain: 'two-slices', cache: false };
    await ended(stage, (await queueRun(stage, body)).id);
    await stage.stub.forget();
    expect(await ended(stage, (await queueRun(stage, body)).id)).toMatchObject({ usesCache: false });
    expect(await stage.stub.asked()).toHaveLength(37);
  });

  test('keeps nothing of models that answer faster than it', async () => {
    const constant = await registerVersion(stage, 'Constant', { kind: 'constant', label: 'bot' });
    const run = await ended(stage, (await queueRun(stage, { versionId: constant, domain: 'two-slices' })).id);
    expect(run).toMatchObject({ state: 'completed', usesCache: false });
  });
});

describe('cancellation', () => {
  test('stops between batches, keeps the answers, and the run stays on record', async () => {
    await stage.stub.tell('delay-ms', '100');
    const { id } = await queueRun(stage, { versionId, domain: 'two-slices', cache: false });
    await eventually(
      () => runNow(stage, id),
      ({ progress }) => progress.samples.answered > 0,
    );
    const cancelled = await stage.seller.client.post(`/v1/runs/${id}/cancellation`, {});
    expect(cancelled.status).toBe(201);
    expect(runOf(cancelled)).toMatchObject({ state: 'cancelled', reason: 'cancelled on request' });
    // Long enough for the signal to reach who is in the middle of a batch.
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const askedBy = (await stage.stub.asked()).length;
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect((await stage.stub.asked()).length).toBe(askedBy);
    expect(askedBy).toBeLessThan(37);
    const run = await runNow(stage, id);
    expect(run.state).toBe('cancelled');
    expect(await answersOf(id)).toHaveLength(run.progress.samples.answered);
    const listed = await stage.seller.client.get(`/v1/versions/${versionId}/runs`);
    expect((listed.body['runs'] as { id: string }[]).map((one) => one.id)).toContain(id);
  });

  test('is for those who asked for the run, and for runs that go on', async () => {
    const { id } = await queueRun(stage, { versionId, domain: 'two-slices', cache: false });
    await ended(stage, id);
    const late = await stage.seller.client.post(`/v1/runs/${id}/cancellation`, {});
    expect([late.status, late.body['type']]).toEqual([409, 'urn:salvor:problem:run-ended']);
    const unfit = await stage.seller.client.post(`/v1/runs/${id}/resumption`, {});
    expect([unfit.status, unfit.body['type']]).toEqual([409, 'urn:salvor:problem:run-not-resumable']);
    const { enrol } = await import('../support/client.js');
    const stranger = await enrol(stage.operator, 'Stranger', ['seller']);
    expect((await stranger.client.post(`/v1/runs/${id}/cancellation`, {})).status).toBe(404);
    expect((await stranger.client.post(`/v1/runs/${id}/resumption`, {})).status).toBe(404);
  });
});
