import { mkdirSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import pg from 'pg';
import { ensureDataFolder, SUPERUSER } from './data-folder.js';
import { recoverOrphan } from './orphaned-postmaster.js';
import { claimFolder, type OwnerLock } from './owner-lock.js';
import { locatePostgresBinaries } from './postgres-binaries.js';
import { type ServerProcess, startServer } from './server-process.js';
import { chooseLauncher } from './unprivileged-user.js';

export interface EmbeddedPostgresOptions {
  /** Where the database lives; made at first use. Password and lock file stand beside it. */
  readonly dataFolder: string;
  /** Receives each line of the server's log. */
  readonly onLog: (line: string) => void;
  /** Server settings that differ from our defaults (`postgresql.conf` names). */
  readonly settings?: Readonly<Record<string, string>>;
  /** Called once when the server ends without having been told to. */
  readonly onUnexpectedEnd?: () => void;
}

export interface EmbeddedPostgres {
  /** On 127.0.0.1, chosen anew at each start. */
  readonly port: number;
  /** `postgresql://…` of a database of this server, with the superuser's password. */
  readonly connectionString: (database: string) => string;
  /** Creates the database unless it exists. */
  readonly ensureDatabase: (database: string) => Promise<void>;
  /** Fast shutdown: ends sessions, keeps every committed transaction. Safe to call twice. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts a private PostgreSQL server on a data folder, and recovers it when its last owner was killed.
 * Throws EmbeddedPostgresFailure, with a message for the operator, when that is not possible here or when
 * another living process owns the folder.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  mkdirSync(dirname(options.dataFolder), { recursive: true });
  const dataFolder = join(realpathSync(dirname(options.dataFolder)), basename(options.dataFolder));
  const lock = claimFolder(`${dataFolder}.owner.json`, Date.now());
  try {
    const binaries = await locatePostgresBinaries();
    const launcher = chooseLauncher(dataFolder, Object.values(binaries));
    const password = await ensureDataFolder(dataFolder, binaries.initdb, launcher);
    await recoverOrphan(dataFolder, password, binaries.pgCtl);
    const { settings = {}, onLog } = options;
    const server = await startServer({ dataFolder, binaries, launcher, settings, onLog });
    return handleOf(server, password, lock, options.onUnexpectedEnd);
  } catch (error) {
    lock.release();
    throw error;
  }
}

function handleOf(
  server: ServerProcess,
  password: string,
  lock: OwnerLock,
  onUnexpectedEnd: (() => void) | undefined,
): EmbeddedPostgres {
  let stopping: Promise<void> | undefined;
  void server.ended.then(() => {
    if (stopping === undefined) onUnexpectedEnd?.();
  });
  const connectionString = (database: string): string =>
    `postgresql://${SUPERUSER}:${password}@127.0.0.1:${String(server.port)}/${encodeURIComponent(database)}`;
  return {
    port: server.port,
    connectionString,
    ensureDatabase: (database) => ensureDatabase(connectionString('postgres'), database),
    stop: () => (stopping ??= server.stop().finally(lock.release)),
  };
}

async function ensureDatabase(connectionString: string, database: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [database]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(database)}`);
  } finally {
    await client.end();
  }
}
