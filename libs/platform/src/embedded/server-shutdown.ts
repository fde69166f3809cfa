import { spawnSync } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { EmbeddedPostgresFailure } from './embedded-postgres-failure.js';

type ShutdownSignal = 'SIGINT' | 'SIGQUIT' | 'SIGKILL';

/** PostgreSQL manual, section 18.5: SIGINT is a fast shutdown, SIGQUIT an immediate one (recovery at start). */
const SHUTDOWN_STEPS: readonly { readonly signal: ShutdownSignal; readonly patienceMs: number }[] = [
  { signal: 'SIGINT', patienceMs: 30_000 },
  { signal: 'SIGQUIT', patienceMs: 10_000 },
  { signal: 'SIGKILL', patienceMs: 5_000 },
];

const POLL_MS = 20;

/**
 * Stops a server, ever more firmly, and returns when it no longer runs.
 * Throws {@link EmbeddedPostgresFailure} when it survives everything.
 */
export async function shutDownServer(pid: number, pgCtl: string, isRunning: () => boolean): Promise<void> {
  for (const { signal, patienceMs } of SHUTDOWN_STEPS) {
    const untilMs = performance.now() + patienceMs;
    signalServer(pid, pgCtl, signal);
    while (isRunning() && performance.now() < untilMs) await delay(POLL_MS);
    if (!isRunning()) return;
  }
  throw new EmbeddedPostgresFailure(`The PostgreSQL server with process id ${String(pid)} does not stop.`);
}

/** Windows has no signals: there Node would end the process at once, and pg_ctl sends PostgreSQL's own kind. */
export function signalServer(pid: number, pgCtl: string, signal: ShutdownSignal): void {
  if (process.platform === 'win32') {
    spawnSync(pgCtl, ['kill', signal.replace('SIG', ''), String(pid)], { windowsHide: true });
    return;
  }
  try {
    process.kill(pid, signal);
  } catch (error) {
    // It ended between two looks.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
