import { installedPackageManifest } from '#libs/evaluation';
import { assert } from '#libs/kernel';
import { enrol, eventually, TestClient, type TestParty } from '../support/client.js';
import { OPERATOR_KEY, startTestApp, type TestApp } from '../support/test-app.js';

let testApp: TestApp;
let seller: TestParty;

beforeAll(async () => {
  testApp = await startTestApp();
  seller = await enrol(new TestClient(testApp, OPERATOR_KEY), 'Seller', ['seller']);
}, 30_000);

afterAll(() => testApp.close());

async function registerDetector(): Promise<string> {
  const model = await seller.client.post('/v1/models', {
    name: 'es6-crawler-detect',
    description: 'Tells bots from browsers.',
    licence: 'MIT',
  });
  const installed = await installedPackageManifest('es6-crawler-detect', '4.0.2');
  assert(installed.ok, 'the package is installed');
  const version = await seller.client.post(`/v1/models/${String(model.body['id'])}/versions`, {
    label: '4.0.2',
    manifest: installed.value.manifest,
    adapter: {
      kind: 'npm-package',
      package: 'es6-crawler-detect',
      version: '4.0.2',
      entry: 'es6-crawler-detect',
    },
  });
  expect(version.status).toBe(201);
  return String(version.body['id']);
}

test('a run is on record when queued and ends with the published recall per year', async () => {
  const versionId = await registerDetector();
  const queued = await seller.client.post('/v1/runs', { versionId, domain: 'bot-user-agents' });
  expect(queued.status).toBe(202);
  const done = await eventually(
    () => seller.client.get(`/v1/runs/${String(queued.body['id'])}`),
    ({ body }) => body['state'] === 'completed' || body['state'] === 'failed',
    30_000,
  );
  const slices = done.body['slices'] as { label: string; score: { successes: number; n: number } }[];
  expect(
    Object.fromEntries(
      slices.map(({ label, score }) => [label, `${String(score.successes)}/${String(score.n)}`]),
    ),
  ).toEqual({
    '≤2016': '385/385',
    2017: '117/117',
    2018: '179/182',
    2019: '72/76',
    2020: '64/65',
    2021: '8/9',
    2022: '21/21',
    2023: '58/65',
    2024: '23/32',
    2025: '13/21',
    2026: '630/923',
    browsers: '552/552',
  });
}, 60_000);
