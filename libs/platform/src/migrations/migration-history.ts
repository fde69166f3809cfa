import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { checksumOf, matchesChecksum, type Migration } from './migration-folder.js';
import { MigrationFailure } from './migration-failure.js';

/** The columns of Prisma's table that say what has been applied, and whether that went well. */
interface HistoryRow {
  readonly migration_name: string;
  readonly checksum: string;
  readonly finished_at: Date | null;
}

/** Prisma's own table, so that its command line reads and continues what we wrote, and the other way round. */
const CREATE_TABLE = `
  CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum VARCHAR(64) NOT NULL,
    finished_at TIMESTAMPTZ,
    migration_name VARCHAR(255) NOT NULL,
    logs TEXT,
    rolled_back_at TIMESTAMPTZ,
    started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count INTEGER NOT NULL DEFAULT 0
  )`;

const INSERT = `
  INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
  VALUES ($1, $2, $3, clock_timestamp(), 1)`;

/** What the database says was applied; migrations marked as rolled back do not count. */
export async function readHistory(client: pg.Client): Promise<readonly HistoryRow[]> {
  await client.query(CREATE_TABLE);
  const { rows } = await client.query<HistoryRow>(
    `SELECT migration_name, checksum, finished_at FROM _prisma_migrations
     WHERE rolled_back_at IS NULL ORDER BY started_at, migration_name`,
  );
  return rows;
}

export async function recordMigration(client: pg.Client, { name, sql }: Migration): Promise<void> {
  await client.query(INSERT, [randomUUID(), checksumOf(sql), name]);
}

/**
 * What is still to be applied, in order. Throws {@link MigrationFailure} when database and folder contradict
 * each other: then the code at hand was not written for this database, and going on would damage it.
 */
export function pendingMigrations(
  migrations: readonly Migration[],
  history: readonly HistoryRow[],
): readonly Migration[] {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const row of history) refuseContradiction(row, known.get(row.migration_name));
  const applied = new Set(history.map((row) => row.migration_name));
  return migrations.filter(({ name }) => !applied.has(name));
}

function refuseContradiction(row: HistoryRow, migration: Migration | undefined): void {
  const name = row.migration_name;
  if (migration === undefined) {
    throw new MigrationFailure(
      `The database has migration ${name}, which this version of Salvor does not know. ` +
        'Run the version that made it, or a newer one.',
    );
  }
  if (row.finished_at === null) {
    throw new MigrationFailure(
      `Migration ${name} was begun by another tool and not finished. Repair the database, then run ` +
        `"prisma migrate resolve" for it.`,
    );
  }
  if (!matchesChecksum(migration.sql, row.checksum)) {
    throw new MigrationFailure(
      `Migration ${name} was changed after it had been applied to this database. Restore the file, and put ` +
        'the change into a new migration.',
    );
  }
}
