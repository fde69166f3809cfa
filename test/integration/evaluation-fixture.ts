import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Type } from '@nestjs/common';
import pg from 'pg';
import { EvaluationService } from '#libs/evaluation';
import { enrol, eventually, type Reply, TestClient, type TestParty } from '../support/client.js';
import { StubModel } from '../support/stub-model.js';
import { type TemporaryDomain, writeDomain } from '../support/temporary-domain.js';
import { OPERATOR_KEY, startTestApp, type TestApp } from '../support/test-app.js';

export type Run = {
  readonly id: string;
  readonly state: string;
  readonly reason: string | null;
  readonly finishedAt: string | null;
  readonly dueAt: string | null;
  readonly due: { readonly dueAt: string } | null;
  readonly usesCache: boolean;
  readonly progress: {
    readonly chunks: { readonly total: number; readonly completed: number };
    readonly samples: { readonly total: number; readonly answered: number; readonly cached: number };
    readonly answersPerSecond: number;
    readonly spent: {
      readonly calls: number;
      readonly timeMs: number;
      readonly cost: { readonly currency: string; readonly microMinor: string } | null;
    };
  };
  readonly slices: readonly {
    readonly slice: string;
    readonly answered: number;
    readonly score: { readonly n: number; readonly successes: number | null; readonly value: number } | null;
    readonly refusal: string | null;
    readonly consistency: { readonly agreeing: number; readonly alwaysCorrect: number } | null;
  }[];
  readonly transitions: readonly {
    readonly from: string | null;
    readonly to: string;
    readonly reason: string | null;
  }[];
};

export type Stage = {
  readonly testApp: TestApp;
  readonly operator: TestClient;
  readonly seller: TestParty;
  readonly stub: StubModel;
  readonly database: pg.Client;
  readonly close: () => Promise<void>;
};

/** The service, or a part of it, with temporary domains and a program for a model. Settings may be overridden. */
export async function setStage(
  domains: (folder: string) => readonly TemporaryDomain[],
  settings: Readonly<Record<string, string>> = {},
  rootModule?: Type,
): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'salvor-evaluation-'));
  for (const domain of domains(folder)) await writeDomain(join(folder, 'domains'), domain);
  const stub = await StubModel.inFolder(join(folder, 'stub'));
  const ofStage = {
    SALVOR_DOMAINS_FOLDER: join(folder, 'domains'),
    SALVOR_HIDDEN_FOLDER: join(folder, 'hidden'),
    SALVOR_MODEL_COMMANDS_FILE: stub.commandsFile,
    SALVOR_EVALUATION_CHUNK_ROWS: '10',
    SALVOR_EVALUATION_BATCH_ROWS: '4',
    SALVOR_EVALUATION_BATCH_TIMEOUT_MS: '60000',
  };
  const testApp = await startTestApp({ ...ofStage, ...settings }, rootModule);
  const operator = new TestClient(testApp, OPERATOR_KEY);
  const seller = await enrol(operator, 'Seller', ['seller']);
  const database = new pg.Client({ connectionString: testApp.database.url });
  await database.connect();
  const close = async (): Promise<void> => {
    await database.end();
    await testApp.close();
    await rm(folder, { recursive: true, force: true });
  };
  return { testApp, operator, seller, stub, database, close };
}

/** A model of the seller's that is reached so. */
export async function registerVersion(
  { seller }: Pick<Stage, 'seller'>,
  name: string,
  adapter: object = { kind: 'local-process', command: 'stub' },
): Promise<string> {
  const model = await seller.client.post('/v1/models', { name, description: 'Of a test.', licence: 'MIT' });
  const path = `/v1/models/${String(model.body['id'])}/versions`;
  const version = await seller.client.post(path, { label: '1', manifest: { files: [] }, adapter });
  if (version.status !== 201) throw new Error(JSON.stringify(version.body));
  return String(version.body['id']);
}

export async function queueRun({ seller }: Pick<Stage, 'seller'>, body: object): Promise<Run> {
  const reply = await seller.client.post('/v1/runs', body);
  if (reply.status !== 202) throw new Error(JSON.stringify(reply.body));
  return runOf(reply);
}

export const runOf = (reply: Reply): Run => reply.body as unknown as Run;

export async function runNow({ seller }: Pick<Stage, 'seller'>, id: string): Promise<Run> {
  return runOf(await seller.client.get(`/v1/runs/${id}`));
}

/** The run when it has ended. */
export async function ended(stage: Pick<Stage, 'seller'>, id: string, timeoutMs = 20_000): Promise<Run> {
  return eventually(
    () => runNow(stage, id),
    ({ state }) => state !== 'queued' && state !== 'running',
    timeoutMs,
  );
}

/** How often each question was asked. */
export function timesAsked(asked: readonly string[]): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  for (const input of asked) times.set(input, (times.get(input) ?? 0) + 1);
  return times;
}

export const evaluationOf = ({ testApp }: Pick<Stage, 'testApp'>): EvaluationService =>
  testApp.app.get(EvaluationService, { strict: false });
