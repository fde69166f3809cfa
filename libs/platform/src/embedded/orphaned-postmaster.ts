import { rmSync } from 'node:fs';
import pg from 'pg';
import { SUPERUSER } from './data-folder.js';
import { type PostmasterFile, postmasterFilePath, readPostmasterFile } from './postmaster-file.js';
import { commandLineOf, pidExists, startMarkOf } from './process-identity.js';
import { shutDownServer } from './server-shutdown.js';

/**
 * Clears away what a Salvor that was killed left behind. Its server lives on without it (nobody told it to
 * stop) and is shut down here; a lock file that names a pid which now is somebody else's is removed, because
 * PostgreSQL would take that stranger for a server. A lock file of a dead pid is PostgreSQL's own business: it
 * also guards against surviving backends, so it stays.
 */
export async function recoverOrphan(dataFolder: string, password: string, pgCtl: string): Promise<void> {
  const file = readPostmasterFile(dataFolder);
  if (file === undefined || !pidExists(file.pid)) return;
  const mark = startMarkOf(file.pid);
  if (mark !== undefined && (await isServerOf(dataFolder, file, password))) {
    await shutDownServer(file.pid, pgCtl, () => startMarkOf(file.pid) === mark);
  } else {
    rmSync(postmasterFilePath(dataFolder), { force: true });
  }
}

/** The command line tells, where it can be seen. Otherwise: only our own server accepts our random password. */
async function isServerOf(dataFolder: string, file: PostmasterFile, password: string): Promise<boolean> {
  const commandLine = commandLineOf(file.pid);
  if (commandLine?.includes(` -D ${dataFolder} `) === true) return true;
  if (commandLine?.includes('postgres') === false) return false;
  return acceptsPassword(file.port, password);
}

async function acceptsPassword(port: number, password: string): Promise<boolean> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: SUPERUSER,
    password,
    database: 'postgres',
    connectionTimeoutMillis: 5_000,
  });
  // An idle connection that breaks later emits an error, which must not end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
