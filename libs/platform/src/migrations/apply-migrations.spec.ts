import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../embedded/index.js';
import { applyMigrations } from './apply-migrations.js';

let folder: string;
let server: EmbeddedPostgres;
let url: string;
let databases = 0;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'salvor-migrations-'));
  const settings = { fsync: 'off' };
  server = await startEmbeddedPostgres({
    dataFolder: join(folder, 'data'),
    onLog: () => undefined,
    settings,
  });
});

afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

beforeEach(async () => {
  rmSync(migrationsFolder(), { recursive: true, force: true });
  const database = `trial_${String(++databases)}`;
  await server.ensureDatabase(database);
  url = server.connectionString(database);
});

const migrationsFolder = (): string => join(folder, 'migrations');

function write(name: string, sql: string): void {
  mkdirSync(join(migrationsFolder(), name), { recursive: true });
  writeFileSync(join(migrationsFolder(), name, 'migration.sql'), sql);
}

const migrate = (): ReturnType<typeof applyMigrations> => applyMigrations(url, migrationsFolder());

async function query(sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

const CREATE = 'CREATE TABLE lot (id int);\nINSERT INTO lot VALUES (1);\n';

describe('applyMigrations', () => {
  it('applies scripts of several statements in the order of their names', async () => {
    write('20250102000000_more', 'INSERT INTO lot VALUES (2);');
    write('20250101000000_start', CREATE);
    expect(await migrate()).toEqual({ applied: ['20250101000000_start', '20250102000000_more'] });
    expect(await query('SELECT id FROM lot ORDER BY id')).toEqual([{ id: 1 }, { id: 2 }]);
  });

  it('ignores migration_lock.toml beside the folders', async () => {
    write('1_start', CREATE);
    writeFileSync(join(migrationsFolder(), 'migration_lock.toml'), 'provider = "postgresql"\n');
    expect(await migrate()).toEqual({ applied: ['1_start'] });
  });

  it('records what Prisma would record', async () => {
    write('1_start', CREATE);
    await migrate();
    expect(await query('SELECT * FROM _prisma_migrations')).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
        checksum: createHash('sha256').update(CREATE).digest('hex'),
        migration_name: '1_start',
        logs: null,
        rolled_back_at: null,
        started_at: expect.any(Date) as Date,
        finished_at: expect.any(Date) as Date,
        applied_steps_count: 1,
      },
    ]);
  });

  it('says where it found no database, without the password', async () => {
    write('1_first', 'SELECT 1');
    const nowhere = 'postgresql://ann:hunter2@127.0.0.1:1/market';
    const failure = applyMigrations(nowhere, migrationsFolder());
    await expect(failure).rejects.toThrow('The database 127.0.0.1:1/market cannot be reached');
    await expect(failure).rejects.not.toThrow('hunter2');
  });

  it('does nothing the second time', async () => {
    write('1_start', CREATE);
    await migrate();
    expect(await migrate()).toEqual({ applied: [] });
  });

  it('applies each migration once when several processes start together', async () => {
    write('1_start', `${CREATE} SELECT pg_sleep(0.1);`);
    const outcomes = await Promise.all([migrate(), migrate(), migrate()]);
    expect(outcomes.flatMap(({ applied }) => applied)).toEqual(['1_start']);
    expect(await query('SELECT id FROM lot')).toEqual([{ id: 1 }]);
  });

  it('undoes a failing script whole, keeps the earlier ones, and names script and line', async () => {
    write('1_start', CREATE);
    write('2_broken', 'INSERT INTO lot VALUES (2);\nINSERT INTO lott VALUES (3);');
    await expect(migrate()).rejects.toThrow(
      'Migration 2_broken failed: relation "lott" does not exist (line 2)',
    );
    expect(await query('SELECT id FROM lot')).toEqual([{ id: 1 }]);
    expect(await query('SELECT migration_name FROM _prisma_migrations')).toEqual([
      { migration_name: '1_start' },
    ]);
  });

  it('refuses a script that was changed after it had been applied', async () => {
    write('1_start', CREATE);
    await migrate();
    write('1_start', `${CREATE}INSERT INTO lot VALUES (9);`);
    await expect(migrate()).rejects.toThrow('Migration 1_start was changed after');
  });

  it('does not mind a checkout with other line ends', async () => {
    write('1_start', CREATE);
    await migrate();
    write('1_start', CREATE.replaceAll('\n', '\r\n'));
    expect(await migrate()).toEqual({ applied: [] });
  });

  it('refuses a database that is ahead of the folder', async () => {
    write('1_start', CREATE);
    write('2_future', 'CREATE TABLE hoverboard (id int)');
    await migrate();
    rmSync(join(migrationsFolder(), '2_future'), { recursive: true });
    await expect(migrate()).rejects.toThrow('2_future, which this version of Salvor does not know');
  });

  it('refuses a database in which another tool left a migration unfinished', async () => {
    write('1_start', CREATE);
    await migrate();
    await query('UPDATE _prisma_migrations SET finished_at = NULL');
    await expect(migrate()).rejects.toThrow('1_start was begun by another tool and not finished');
  });

  it('passes over a migration that was marked as rolled back, and applies it again', async () => {
    write('1_start', 'SELECT 1');
    await migrate();
    await query('UPDATE _prisma_migrations SET finished_at = NULL, rolled_back_at = now()');
    expect(await migrate()).toEqual({ applied: ['1_start'] });
  });
});
