import { eventually } from '../support/client.js';
import { numberedRows } from '../support/temporary-domain.js';
import { ended, queueRun, registerVersion, runNow, setStage, type Stage } from './evaluation-fixture.js';

let stage: Stage;
let versionId: string;

beforeAll(async () => {
  stage = await setStage(() => [{ task: 'forty', rows: numberedRows(40) }]);
  versionId = await registerVersion(stage, 'Stub');
}, 30_000);

afterAll(() => stage.close());

type Event = {
  readonly id: string;
  readonly data: {
    readonly state: string;
    readonly chunks: { readonly total: number; readonly completed: number };
    readonly samples: { readonly total: number; readonly answered: number };
    readonly answersPerSecond: number;
    readonly spent: { readonly calls: number };
  };
};

const streamOf = (id: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${stage.testApp.url}/v1/runs/${id}/progress`, {
    headers: { Accept: 'text/event-stream', ...headers },
  });

/** All events until the service ends the stream. */
async function eventsOf(response: Response): Promise<readonly Event[]> {
  return (await response.text())
    .split('\n\n')
    .filter((block) => block.startsWith('event: progress'))
    .map((block) => ({
      id: /^id: (.*)$/m.exec(block)?.[1] ?? '',
      data: JSON.parse(/^data: (.*)$/m.exec(block)?.[1] ?? '') as Event['data'],
    }));
}

test('the stream tells the whole state again and again, and ends with the run', async () => {
  await stage.stub.tell('delay-ms', '250');
  const { id } = await queueRun(stage, { versionId, domain: 'forty', cache: false });
  const [first, second] = await Promise.all([streamOf(id).then(eventsOf), streamOf(id).then(eventsOf)]);
  const answered = first.map(({ data }) => data.samples.answered);
  expect(answered.length).toBeGreaterThanOrEqual(3);
  expect(answered).toEqual([...answered].sort((a, b) => a - b));
  expect(first.map(({ data }) => data.samples.total)).toEqual(first.map(() => 40));
  expect(first.at(-1)?.data).toMatchObject({
    state: 'completed',
    chunks: { total: 4, completed: 4 },
    samples: { answered: 40 },
    spent: { calls: 40 },
  });
  // Four workers at four answers a second each.
  const rates = first.map(({ data }) => data.answersPerSecond);
  expect(Math.max(...rates)).toBeGreaterThan(1);
  expect(Math.max(...rates)).toBeLessThan(17);
  expect(second.at(-1)).toEqual({
    ...first.at(-1),
    data: { ...first.at(-1)?.data, at: expect.any(String) as string },
  });
}, 20_000);

test('a client that lost the stream gets the state as it is, and one that saw the end nothing more', async () => {
  await stage.stub.stopTelling('delay-ms');
  const { id } = await queueRun(stage, { versionId, domain: 'forty', cache: false });
  await ended(stage, id);
  const [only, ...more] = await eventsOf(await streamOf(id, { 'Last-Event-ID': 'running-0-0-0-0' }));
  expect(more).toEqual([]);
  expect(only?.data).toMatchObject({ state: 'completed', samples: { answered: 40 } });
  const again = await streamOf(id, { 'Last-Event-ID': only?.id ?? '' });
  expect(again.status).toBe(204);
});

test('whoever does not ask for a stream gets the state as JSON', async () => {
  const { id } = await queueRun(stage, { versionId, domain: 'forty', cache: false });
  await ended(stage, id);
  const response = await fetch(`${stage.testApp.url}/v1/runs/${id}/progress`);
  expect(response.headers.get('content-type')).toContain('application/json');
  expect(await response.json()).toMatchObject({
    runId: id,
    state: 'completed',
    samples: { total: 40, answered: 40 },
  });
});

test('an unknown run has no stream', async () => {
  const response = await streamOf(`run_${'0'.repeat(32)}`);
  expect(response.status).toBe(404);
});

test('a stop of the service ends open streams', async () => {
  await stage.stub.tell('delay-ms', '200');
  const { id } = await queueRun(stage, { versionId, domain: 'forty', cache: false });
  await eventually(
    () => runNow(stage, id),
    ({ state }) => state === 'running',
  );
  const stream = streamOf(id).then(eventsOf);
  await new Promise((resolve) => setTimeout(resolve, 300));
  await stage.testApp.app.close();
  expect((await stream).at(-1)?.data.state).toBe('running');
  // The chunks were handed back between two batches: what was answered is kept.
  const { rows } = await stage.database.query<{ chunks: number; open: number }>(
    `SELECT count(*)::int AS chunks, (count(*) FILTER (WHERE reserved_calls > 0))::int AS open FROM evaluation_chunk`,
  );
  expect(rows[0]?.open).toBe(0);
}, 20_000);
