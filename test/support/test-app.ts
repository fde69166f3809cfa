import type { Type } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { configureHttp, serveOpenApi, serveWeb, SystemClock } from '#libs/platform';
import { StandaloneModule } from '../../apps/standalone/src/standalone.module.js';
import { createTestDatabase, type TestDatabase } from './test-database.js';

export const OPERATOR_KEY = `salvor_${'0'.repeat(31)}1_${'k'.repeat(43)}`;

const BODY_LIMIT_BYTES = 65_536;

/** A clock that tests can turn; it runs on from wherever it was set. */
export class TurnableClock extends SystemClock {
  #offsetMs = 0;

  override nowMs(): number {
    return super.nowMs() + this.#offsetMs;
  }

  advance(ms: number): void {
    this.#offsetMs += ms;
  }
}

export type TestApp = {
  readonly app: NestExpressApplication;
  readonly url: string;
  readonly clock: TurnableClock;
  readonly database: TestDatabase;
  readonly close: () => Promise<void>;
};

/** The real application, API and worker, on a database of its own. Settings may be overridden. */
export async function startTestApp(
  settings: Readonly<Record<string, string>> = {},
  rootModule: Type = StandaloneModule,
): Promise<TestApp> {
  const database = await createTestDatabase();
  Object.assign(process.env, {
    DATABASE_URL: database.url,
    SALVOR_SECRET_KEY: '5a'.repeat(32),
    SALVOR_OPERATOR_KEY: OPERATOR_KEY,
    SALVOR_BODY_LIMIT_BYTES: String(BODY_LIMIT_BYTES),
    SALVOR_RATE_LIMIT_PER_MINUTE: '100000',
    SALVOR_SWEEP_INTERVAL_MS: '200',
    LOG_LEVEL: 'error',
    ...settings,
  });
  // The suite runs on PostgreSQL; the conformance suite is what tests Redis.
  if (settings['REDIS_URL'] === undefined) delete process.env['REDIS_URL'];
  const clock = new TurnableClock();
  const testing = await Test.createTestingModule({ imports: [rootModule] })
    .overrideProvider(SystemClock)
    .useValue(clock)
    .compile();
  const app = testing.createNestApplication<NestExpressApplication>({ bodyParser: false, bufferLogs: true });
  configureHttp(app, BODY_LIMIT_BYTES);
  serveOpenApi(app);
  serveWeb(app);
  await app.listen(0, '127.0.0.1');
  const close = async (): Promise<void> => {
    await app.close();
    await database.drop();
  };
  return { app, url: await app.getUrl(), clock, database, close };
}
