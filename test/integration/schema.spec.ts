import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '#libs/platform';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
}, 30_000);
afterEach(() => database.drop());

/** The SQL that would bring the database to prisma/schema.prisma, and the exit code that goes with it. */
const drift = (): Promise<{ readonly code: number; readonly sql: string; readonly errors: string }> =>
  new Promise((resolve) => {
    const options = { cwd: projectRoot(), env: { ...process.env, DATABASE_URL: database.url } };
    const program = join('tools', 'schema-drift.mjs');
    const child = execFile(process.execPath, [program], options, (_error, sql, errors) => {
      resolve({ code: child.exitCode ?? -1, sql, errors });
    });
  });

async function change(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

describe('prisma/schema.prisma and the migrations', () => {
  it('describe the same database', async () => {
    expect(await drift()).toEqual({ code: 0, sql: '', errors: '' });
  }, 20_000);

  it('would be seen to differ by one index', async () => {
    await change('DROP INDEX "audit_entry_subject_kind_subject_id_idx"');
    const { code, sql } = await drift();
    expect(code).toBe(1);
    expect(sql).toContain('audit_entry_subject_kind_subject_id_idx');
  }, 20_000);
});

it('the audit trail only grows', async () => {
  await change(`INSERT INTO audit_entry (action, subject_kind, subject_id, reason)
    VALUES ('issue-key', 'party', '019a0000-0000-7000-8000-0000000000ab', 'a test')`);
  for (const sql of ["UPDATE audit_entry SET reason = ''", 'DELETE FROM audit_entry', 'TRUNCATE audit_entry'])
    await expect(change(sql)).rejects.toThrow('audit_entry is append-only');
});
