import { eventually } from '../support/client.js';
import { numberedRows } from '../support/temporary-domain.js';
import { ended, queueRun, registerVersion, setStage, type Stage, timesAsked } from './evaluation-fixture.js';

let stage: Stage;
let versionId: string;

beforeAll(async () => {
  // Twenty rows, two chunks, and a model that may take three tenths of a second for two of them.
  stage = await setStage(() => [{ task: 'twenty', rows: numberedRows(20) }], {
    SALVOR_EVALUATION_BATCH_ROWS: '2',
    SALVOR_EVALUATION_BATCH_TIMEOUT_MS: '300',
  });
  // Failures are what this is about.
  stage.testApp.app.useLogger(false);
  versionId = await registerVersion(stage, 'Stub');
}, 30_000);

afterAll(() => stage.close());

type Letter = {
  readonly id: string;
  readonly job: string;
  readonly reason: string;
  readonly attempts: number;
  readonly retriedAt: string | null;
};

const letters = async (): Promise<readonly Letter[]> =>
  (await stage.operator.get('/v1/dead-letters')).body['deadLetters'] as Letter[];

test('a chunk that is given up fails its run and can be tried again', async () => {
  await stage.stub.tell('delay-ms', '20');
  const { id } = await queueRun(stage, { versionId, domain: 'twenty', cache: false });
  await eventually(
    () => stage.stub.asked(),
    (asked) => asked.length >= 8,
  );
  await stage.stub.tell('hang', 'yes');
  const failed = await ended(stage, id, 30_000);
  expect(failed).toMatchObject({ state: 'failed' });
  expect(failed.reason).toMatch(/^chunk \d was given up: the model did not answer: .*timed-out/);
  const answered = failed.progress.samples.answered;
  expect(answered).toBeGreaterThanOrEqual(2);
  expect(answered).toBeLessThan(20);

  const found = await eventually(letters, (list) => list.length > 0);
  expect(found[0]).toMatchObject({ job: 'evaluation.evaluate-chunk', attempts: 5, retriedAt: null });
  expect((await stage.seller.client.get('/v1/dead-letters')).status).toBe(403);

  await stage.stub.stopTelling('hang');
  await stage.stub.forget();
  const path = `/v1/dead-letters/${String(found.at(-1)?.id)}/retry`;
  expect((await stage.seller.client.post(path, {})).status).toBe(403);
  expect((await stage.operator.post(path, {})).status).toBe(201);
  const again = await stage.operator.post(path, {});
  expect([again.status, again.body['type']]).toEqual([409, 'urn:salvor:problem:dead-letter-retried']);

  const completed = await eventually(
    () => ended(stage, id),
    ({ state }) => state === 'completed',
  );
  expect(completed.transitions.map(({ to }) => to)).toEqual([
    'queued',
    'running',
    'failed',
    'running',
    'completed',
  ]);
  // Only what was open was asked, each once.
  expect([...timesAsked(await stage.stub.asked()).values()]).toEqual(
    Array.from({ length: 20 - answered }, () => 1),
  );
}, 45_000);

test('a model that can never answer fails the run at once, without a dead letter', async () => {
  const before = (await letters()).length;
  const unknown = await registerVersion(stage, 'Not on the list', {
    kind: 'local-process',
    command: 'unknown',
  });
  const { id } = await queueRun(stage, { versionId: unknown, domain: 'twenty' });
  expect(await ended(stage, id)).toMatchObject({
    state: 'failed',
    reason: 'the model could not be opened: {"code":"command-not-allowed","command":"unknown"}',
  });
  expect((await letters()).length).toBe(before);
});
