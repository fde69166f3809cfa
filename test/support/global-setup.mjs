/** One private PostgreSQL for the whole test run, and a migrated template from which each spec gets a database. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../dist/libs/platform/src/embedded/index.js';
import { applyMigrations } from '../../dist/libs/platform/src/migrations/index.js';

export const TEMPLATE_DATABASE = 'salvor_template';

export default async function setUp() {
  const folder = await mkdtemp(path.join(tmpdir(), 'salvor-test-'));
  const server = await startEmbeddedPostgres({
    dataFolder: path.join(folder, 'postgres'),
    onLog: () => undefined,
  });
  const client = new pg.Client(server.connectionString('postgres'));
  await client.connect();
  await client.query(`CREATE DATABASE ${TEMPLATE_DATABASE}`);
  await client.end();
  await applyMigrations(server.connectionString(TEMPLATE_DATABASE), path.resolve('prisma/migrations'));
  process.env.SALVOR_TEST_DATABASE_URL = server.connectionString('postgres');
  globalThis.salvorTestServer = {
    stop: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
