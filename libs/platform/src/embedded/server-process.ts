import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { postgresSurroundings } from './data-folder.js';
import { EmbeddedPostgresFailure } from './embedded-postgres-failure.js';
import { findFreePort } from './free-port.js';
import type { PostgresBinaries } from './postgres-binaries.js';
import { readPostmasterFile } from './postmaster-file.js';
import { shutDownServer, signalServer } from './server-shutdown.js';
import type { Launcher } from './unprivileged-user.js';

export interface ServerOptions {
  readonly dataFolder: string;
  readonly binaries: PostgresBinaries;
  readonly launcher: Launcher;
  /** Added to, and overriding, {@link SETTINGS}. */
  readonly settings: Readonly<Record<string, string>>;
  readonly onLog: (line: string) => void;
}

/** A running postmaster that is our child. */
export interface ServerProcess {
  readonly port: number;
  /** Resolves when it has ended, for whatever reason. */
  readonly ended: Promise<void>;
  readonly stop: () => Promise<void>;
}

/**
 * TCP on the loopback interface only, and no Unix socket in a shared folder. The server's log repeats neither
 * statements nor rows: they may hold what is sealed.
 */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '128MB',
  timezone: 'UTC',
  log_timezone: 'UTC',
  lc_messages: 'C',
  log_line_prefix: '',
  log_checkpoints: 'off',
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
};

/** Recovery after a crash replays at most max_wal_size (1 GB), which takes seconds, not minutes. */
const READY_WITHIN_MS = 120_000;
const READY_POLL_MS = 10;
const ATTEMPTS = 10;
const ATTEMPT_PAUSE_MS = 300;
const LOG_LINES_KEPT = 12;

/** What passes by itself: a port lost to another process, or backends that outlive a killed server by a moment. */
const PASSING_FAILURE = /could not create any TCP\/IP sockets|pre-existing shared memory block/;

/** Starts the server on a port of its own. Throws {@link EmbeddedPostgresFailure} with the server's last words. */
export async function startServer(options: ServerOptions): Promise<ServerProcess> {
  for (let attempt = 1; ; attempt++) {
    const outcome = await tryStart(options, await findFreePort());
    if (typeof outcome === 'object') return outcome;
    if (attempt === ATTEMPTS || !PASSING_FAILURE.test(outcome)) {
      throw new EmbeddedPostgresFailure(`PostgreSQL did not start: ${outcome}`);
    }
    await delay(ATTEMPT_PAUSE_MS);
  }
}

/** The running server, or what it said before it gave up. */
async function tryStart(options: ServerOptions, port: number): Promise<ServerProcess | string> {
  const { binaries, dataFolder } = options;
  const lastWords: string[] = [];
  const child = spawnServer(options, port, (line) => {
    lastWords.push(line);
    if (lastWords.length > LOG_LINES_KEPT) lastWords.shift();
    options.onLog(line);
  });
  const isRunning = (): boolean =>
    child.pid !== undefined && child.exitCode === null && child.signalCode === null;
  const ended = endOf(child).then((reason) => {
    if (reason !== undefined) lastWords.push(reason);
  });
  const stop = async (): Promise<void> => {
    if (child.pid !== undefined && isRunning()) {
      await shutDownServer(child.pid, binaries.pgCtl, isRunning);
    }
    await ended;
  };
  stopWithNode(child, ended, binaries.pgCtl);
  const untilMs = performance.now() + READY_WITHIN_MS;
  while (isRunning() && performance.now() < untilMs) {
    const file = readPostmasterFile(dataFolder);
    if (file?.isReady === true && file.pid === child.pid) return { port, ended, stop };
    await Promise.race([ended, delay(READY_POLL_MS)]);
  }
  await stop();
  return lastWords.join('\n');
}

/**
 * In a process group of its own: Ctrl-C in a terminal goes to the whole group, and the database must outlive the
 * requests and jobs that are being finished.
 */
function spawnServer(options: ServerOptions, port: number, onLine: (line: string) => void): ChildProcess {
  const { binaries, dataFolder, launcher } = options;
  const settings = Object.entries({ ...SETTINGS, ...options.settings, port: String(port) });
  const settingArgs = settings.flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const launch = launcher.launch(binaries.postgres, ['-D', dataFolder, ...settingArgs]);
  const child = spawn(launch.command, launch.args, {
    ...launch.options,
    ...postgresSurroundings(dataFolder),
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  createInterface({ input: child.stderr }).on('line', onLine);
  return child;
}

/** Resolves when the process is gone and its log is read; with the reason when it never was a process. */
const endOf = (child: ChildProcess): Promise<string | undefined> =>
  new Promise((resolve) => {
    child.once('error', (error) => {
      resolve(error.message);
    });
    child.once('close', () => {
      resolve(undefined);
    });
  });

/** Node going down without stop() (an uncaught error, an early exit) still tells the server, without waiting. */
function stopWithNode(child: ChildProcess, ended: Promise<void>, pgCtl: string): void {
  const { pid } = child;
  if (pid === undefined) return;
  const onExit = (): void => {
    signalServer(pid, pgCtl, 'SIGINT');
  };
  process.once('exit', onExit);
  void ended.then(() => process.off('exit', onExit));
}
