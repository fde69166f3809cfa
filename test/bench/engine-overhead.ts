import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median } from 'simple-statistics';
import { installedPackageManifest } from '#libs/evaluation';
import { assert } from '#libs/kernel';
import { enrol, eventually, TestClient, type TestParty } from '../support/client.js';
import { numberedRows, writeDomain } from '../support/temporary-domain.js';
import { OPERATOR_KEY, startTestApp } from '../support/test-app.js';
import { say, tell } from './report.js';

const ROWS = 10_000;
const ROUNDS = 3;
const CONCURRENCIES = [1, 4];

type Run = {
  readonly id: string;
  readonly state: string;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly progress: { readonly spent: { readonly timeMs: number } };
};

/**
 * What a sample costs from the first claim of a chunk to the stored score, less the time in which the model was
 * waited for; in chunks and batches of the size that is set by default.
 */
export async function engineOverhead(): Promise<void> {
  say(`\nEngine: time per sample beside the model's own, runs of ${String(ROWS)} rows, chunks of 100`);
  const folder = await mkdtemp(join(tmpdir(), 'salvor-bench-'));
  await writeDomain(folder, { task: 'bench', rows: numberedRows(ROWS) });
  try {
    for (const concurrency of CONCURRENCIES) await measure(folder, concurrency);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function measure(folder: string, concurrency: number): Promise<void> {
  const testApp = await startTestApp({
    SALVOR_DOMAINS_FOLDER: folder,
    SALVOR_WORKER_CONCURRENCY: String(concurrency),
  });
  try {
    const seller = await enrol(new TestClient(testApp, OPERATOR_KEY), 'Seller', ['seller']);
    for (const { name, ...version } of await models()) {
      const versionId = await register(seller, name, version);
      const overheads: number[] = [];
      for (let round = 0; round < ROUNDS; round += 1)
        overheads.push(await overheadMs(seller, versionId, concurrency));
      const what = `${name}, ${String(concurrency)} ${concurrency === 1 ? 'chunk' : 'chunks'} at a time`;
      tell(what, `${median(overheads).toFixed(3)} ms`, '≤ 1 ms');
    }
  } finally {
    await testApp.close();
  }
}

/** One that costs nothing, and one that answers in a thread of its own. */
async function models() {
  const [name, version] = ['isbot', '5.2.3'] as const;
  const installed = await installedPackageManifest(name, version);
  assert(installed.ok, `${name} ${version} is a dependency of ours`);
  return [
    { name: 'constant', manifest: { files: [] }, adapter: { kind: 'constant', label: 'bot' } },
    {
      name: `npm package ${name}`,
      manifest: { files: installed.value.manifest.files },
      adapter: { kind: 'npm-package', package: name, version, entry: name },
    },
  ];
}

async function register(seller: TestParty, name: string, version: object): Promise<string> {
  const model = await seller.client.post('/v1/models', { name, description: 'Of a bench.', licence: 'MIT' });
  const path = `/v1/models/${String(model.body['id'])}/versions`;
  const reply = await seller.client.post(path, { label: '1', ...version });
  assert(reply.status === 201, JSON.stringify(reply.body));
  return String(reply.body['id']);
}

async function overheadMs(seller: TestParty, versionId: string, concurrency: number): Promise<number> {
  const queued = await seller.client.post('/v1/runs', { versionId, domain: 'bench', cache: false });
  const ask = async (): Promise<Run> =>
    (await seller.client.get(`/v1/runs/${String(queued.body['id'])}`)).body as unknown as Run;
  const run = await eventually(ask, ({ finishedAt }) => finishedAt !== null, 120_000);
  assert(run.state === 'completed', `the run is ${run.state}`);
  const wallMs = Date.parse(run.finishedAt ?? '') - Date.parse(run.startedAt);
  return (wallMs - run.progress.spent.timeMs / concurrency) / ROWS;
}
