import { join } from 'node:path';
import { enrol } from '../support/client.js';
import { numberedRows } from '../support/temporary-domain.js';
import {
  ended,
  evaluationOf,
  queueRun,
  registerVersion,
  setStage,
  type Stage,
} from './evaluation-fixture.js';

let stage: Stage;

beforeAll(async () => {
  stage = await setStage(
    (folder) => [
      { task: 'open', rows: numberedRows(10) },
      {
        task: 'guarded',
        rows: numberedRows(30),
        hidden: { folder: join(folder, 'hidden'), rows: numberedRows(47, 'all', 'hidden') },
      },
    ],
    { SALVOR_HIDDEN_RUNS_MAX: '2' },
  );
}, 30_000);

afterAll(() => stage.close());

const constant = (name: string): Promise<string> =>
  registerVersion(stage, name, { kind: 'constant', label: 'bot' });

test('a score from hidden rows is rounded, and is no evidence to compute with', async () => {
  const versionId = await constant('Guesser');
  const run = await ended(
    stage,
    (await queueRun(stage, { versionId, domain: 'guarded', split: 'hidden' })).id,
  );
  // 32 of 47 are bots: .6809, within [.5382, .7961].
  expect(run).toMatchObject({
    state: 'completed',
    slices: [{ answered: 47, score: { n: 47, successes: null, value: 0.68, lower: 0.53, upper: 0.8 } }],
  });
  const { rows } = await stage.database.query<{ value: number }>(
    'SELECT value FROM evaluation_slice WHERE sample_count = 47',
  );
  expect(rows[0]?.value).toBe(32 / 47);
  const { decodeId } = await import('#libs/kernel');
  const id = decodeId('version', versionId);
  const evidence = id === undefined ? undefined : await evaluationOf(stage).evidence(id, 'guarded');
  expect(evidence).toMatchObject({ ok: false, error: { code: 'evidence-missing' } });
});

test('a party may ask so often for a version, however the runs end', async () => {
  const versionId = await constant('Asker');
  const body = { versionId, domain: 'guarded', split: 'hidden' };
  const { id } = await queueRun(stage, body);
  await stage.seller.client.post(`/v1/runs/${id}/cancellation`, {});
  await queueRun(stage, body);
  const third = await stage.seller.client.post('/v1/runs', body);
  expect([third.status, third.body['type']]).toEqual([409, 'urn:salvor:problem:hidden-split-exhausted']);
  // Public rows, other versions, and operators are not affected.
  await queueRun(stage, { versionId, domain: 'guarded' });
  await queueRun(stage, { ...body, versionId: await constant('Another asker') });
  expect((await stage.operator.post('/v1/runs', body)).status).toBe(202);
});

test('the limit holds for requests that come at the same moment', async () => {
  const versionId = await constant('Hasty asker');
  const body = { versionId, domain: 'guarded', split: 'hidden' };
  const replies = await Promise.all([1, 2, 3, 4, 5].map(() => stage.seller.client.post('/v1/runs', body)));
  expect(replies.map(({ status }) => status).sort()).toEqual([202, 202, 409, 409, 409]);
});

test('domains say which splits there are, and publish the digest of the hidden one', async () => {
  const { body } = await stage.seller.client.get('/v1/domains');
  const domains = body['domains'] as { name: string; splits: string[]; hiddenSplitHash: string | null }[];
  expect(domains.find(({ name }) => name === 'guarded')).toMatchObject({
    splits: ['public', 'hidden'],
    hiddenSplitHash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
  });
  expect(domains.find(({ name }) => name === 'open')).toMatchObject({
    splits: ['public'],
    hiddenSplitHash: null,
  });
  const versionId = await constant('Seeker');
  const none = await stage.seller.client.post('/v1/runs', { versionId, domain: 'open', split: 'hidden' });
  expect([none.status, none.body['type']]).toEqual([422, 'urn:salvor:problem:hidden-split-missing']);
});

test('nothing of the hidden rows is told in the API', async () => {
  const stranger = await enrol(stage.operator, 'Onlooker', ['buyer']);
  const versionId = await constant('Discreet');
  const { id } = await queueRun(stage, { versionId, domain: 'guarded', split: 'hidden' });
  await ended(stage, id);
  for (const path of [
    `/v1/runs/${id}`,
    `/v1/runs/${id}/progress`,
    `/v1/versions/${versionId}/runs`,
    '/v1/domains',
  ])
    expect(JSON.stringify((await stranger.client.get(path)).body)).not.toContain('hidden 1');
});
