import pg from 'pg';
import { MigrationFailure } from './migration-failure.js';
import { type Migration, readMigrations } from './migration-folder.js';
import { pendingMigrations, readHistory, recordMigration } from './migration-history.js';

/** The number of Prisma's own advisory lock: its command line and we must not migrate at the same time either. */
const ADVISORY_LOCK = 72_707_369;

/**
 * Brings a database up to date with `<folder>/<name>/migration.sql`, in the order of the names. Several
 * processes may call this at once: the first works, the others wait and find nothing to do. Each migration
 * and its row in `_prisma_migrations` are one transaction, so a script must not open or end transactions.
 *
 * Returns the names that were applied now. Throws {@link MigrationFailure} when the database cannot be reached,
 * when a script fails (its effects are undone, earlier ones stay), or when the database and the folder
 * contradict each other.
 */
export async function applyMigrations(
  connectionString: string,
  folder: string,
): Promise<{ readonly applied: readonly string[] }> {
  const migrations = await readMigrations(folder);
  const client = await connect(connectionString);
  try {
    await client.query('SELECT pg_advisory_lock($1)', [ADVISORY_LOCK]);
    const pending = pendingMigrations(migrations, await readHistory(client));
    for (const migration of pending) await applyOne(client, migration);
    return { applied: pending.map(({ name }) => name) };
  } finally {
    // Ending the session frees the lock, whatever state the connection is in.
    await client.end();
  }
}

async function connect(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString });
  try {
    await client.connect();
  } catch (error) {
    // The address without user and password, which are nobody's business.
    const { host, pathname } = new URL(connectionString);
    const reason = error instanceof Error ? error.message : String(error);
    throw new MigrationFailure(`The database ${host}${pathname} cannot be reached: ${reason}`, {
      cause: error,
    });
  }
  return client;
}

async function applyOne(client: pg.Client, migration: Migration): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(migration.sql);
    await recordMigration(client, migration);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw new MigrationFailure(`Migration ${migration.name} failed: ${describe(error, migration.sql)}`, {
      cause: error,
    });
  }
}

/** PostgreSQL counts characters from 1; people count lines. */
function describe(error: unknown, sql: string): string {
  if (!(error instanceof pg.DatabaseError)) return String(error);
  if (error.position === undefined) return error.message;
  const line = sql.slice(0, Number(error.position) - 1).split('\n').length;
  return `${error.message} (line ${String(line)})`;
}
