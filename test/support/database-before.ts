import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { assertDefined } from '#libs/kernel';
import { projectRoot } from '#libs/platform';
import { applyMigrations } from '../../libs/platform/src/migrations/index.js';
import type { TestDatabase } from './test-database.js';

const MIGRATIONS = join(projectRoot(), 'prisma', 'migrations');

/** A database as it was before a migration, for rows of that time. */
export type EarlierDatabase = TestDatabase & {
  readonly sql: pg.Client;
  /** Applies the migration and all after it. */
  readonly migrate: () => Promise<void>;
};

/** @param migration name of its folder */
export async function databaseBefore(migration: string): Promise<EarlierDatabase> {
  const serverUrl = assertDefined(
    process.env['SALVOR_TEST_DATABASE_URL'],
    'the global set-up starts PostgreSQL',
  );
  const name = `test_${randomBytes(6).toString('hex')}`;
  await onServer(serverUrl, `CREATE DATABASE ${name}`);
  const url = Object.assign(new URL(serverUrl), { pathname: `/${name}` }).href;
  const folder = mkdtempSync(join(tmpdir(), 'salvor-migrations-'));
  for (const earlier of readdirSync(MIGRATIONS))
    if (earlier < migration) cpSync(join(MIGRATIONS, earlier), join(folder, earlier), { recursive: true });
  await applyMigrations(url, folder);
  rmSync(folder, { recursive: true });
  const sql = new pg.Client({ connectionString: url });
  await sql.connect();
  return {
    url,
    sql,
    migrate: async () => {
      await applyMigrations(url, MIGRATIONS);
    },
    drop: async () => {
      await sql.end();
      await onServer(serverUrl, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

async function onServer(serverUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  await client.query(statement);
  await client.end();
}
