import { SweepRuns } from '../../libs/evaluation/src/sweep-runs.js';
import { enrol, eventually } from '../support/client.js';
import { numberedRows } from '../support/temporary-domain.js';
import { registerVersion, type Run, setStage, type Stage } from './evaluation-fixture.js';

const DAY_MS = 86_400_000;

let stage: Stage;

beforeAll(async () => {
  stage = await setStage(() => [{ task: 'five', rows: numberedRows(5) }]);
}, 30_000);

afterAll(() => stage.close());

const sweep = (): Promise<void> => stage.testApp.app.get(SweepRuns, { strict: false }).sweep();

const dueDates = async (versionId: string): Promise<readonly (string | undefined)[]> => {
  const { body } = await stage.seller.client.get(`/v1/versions/${versionId}/runs`);
  return (body['runs'] as Run[]).map(({ due }) => due?.dueAt).sort();
};

test('a schedule queues each due date once, and a downtime of many dates once', async () => {
  const versionId = await registerVersion(stage, 'Constant', { kind: 'constant', label: 'bot' });
  const path = `/v1/versions/${versionId}/evaluation-schedules`;
  const opened = await stage.seller.client.post(path, { domain: 'five', everyDays: 7 });
  expect(opened.status).toBe(201);
  const first = String(opened.body['nextDueAt']);
  const after = (days: number): string => new Date(Date.parse(first) + days * DAY_MS).toISOString();

  // Several sweeps at once, as several processes would.
  await Promise.all([sweep(), sweep(), sweep()]);
  await sweep();
  expect(await dueDates(versionId)).toEqual([first]);
  stage.testApp.clock.advance(6.9 * DAY_MS);
  await sweep();
  expect(await dueDates(versionId)).toEqual([first]);

  // A month without a sweep: what was due in it is done once, under the date that was missed first.
  stage.testApp.clock.advance(31 * DAY_MS);
  await Promise.all([sweep(), sweep()]);
  await sweep();
  expect(await dueDates(versionId)).toEqual([first, after(7)]);
  const listed = await stage.seller.client.get(path);
  expect(listed.body['schedules']).toMatchObject([{ domain: 'five', everyDays: 7, nextDueAt: after(42) }]);

  const runs = await eventually(
    async () => (await stage.seller.client.get(`/v1/versions/${versionId}/runs`)).body['runs'] as Run[],
    (all) => all.every(({ state }) => state === 'completed'),
  );
  expect(runs.map(({ usesCache }) => usesCache)).toEqual([false, false]);
});

test('an ended schedule queues nothing more, and its place is free', async () => {
  const versionId = await registerVersion(stage, 'Another', { kind: 'constant', label: 'bot' });
  const path = `/v1/versions/${versionId}/evaluation-schedules`;
  const firstDueAt = new Date(stage.testApp.clock.nowMs() + DAY_MS).toISOString();
  const opened = await stage.seller.client.post(path, { domain: 'five', everyDays: 1, firstDueAt });
  const twice = await stage.seller.client.post(path, { domain: 'five', everyDays: 2 });
  expect([twice.status, twice.body['type']]).toEqual([409, 'urn:salvor:problem:schedule-exists']);
  const schedule = `/v1/evaluation-schedules/${String(opened.body['id'])}`;
  const stranger = await enrol(stage.operator, 'Stranger', ['seller']);
  expect((await stranger.client.delete(schedule)).status).toBe(404);
  expect((await stage.seller.client.delete(schedule)).status).toBe(200);
  stage.testApp.clock.advance(2 * DAY_MS);
  await sweep();
  expect(await dueDates(versionId)).toEqual([]);
  expect((await stage.seller.client.post(path, { domain: 'five', everyDays: 2 })).status).toBe(201);
});

test('schedules are for versions of one’s own and domains that exist', async () => {
  const versionId = await registerVersion(stage, 'Third', { kind: 'constant', label: 'bot' });
  const path = `/v1/versions/${versionId}/evaluation-schedules`;
  const unknown = await stage.seller.client.post(path, { domain: 'nothing', everyDays: 2 });
  expect(unknown.body['type']).toBe('urn:salvor:problem:domain-unknown');
  const other = await enrol(stage.operator, 'Other', ['seller']);
  expect((await other.client.post(path, { domain: 'five', everyDays: 2 })).status).toBe(404);
});
