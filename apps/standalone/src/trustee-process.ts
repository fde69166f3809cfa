import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '#libs/platform';

const PROGRAM = 'dist/apps/cli/src/main.js';
/** Clearing waits for trustees, and asking a service on this machine costs little. */
const EVERY_MS = 2_000;
const FIRST_PAUSE_MS = 1_000;
const PAUSE_MAX_MS = 60_000;
/** A request in progress may take that long; a trustee can be killed at any time. */
const STOP_TIMEOUT_MS = 10_000;

export type EmbeddedTrustee = {
  readonly id: string;
  /** Where its key and the closings that it acted on are kept. */
  readonly folder: string;
  readonly publicKey: string;
};

/**
 * A trustee as anybody would run it, `salvor trustee run`, started again whenever it ends by itself. The channel between
 * the processes carries nothing: the trustee ends when it is cut, so none is left when this process is killed.
 */
export function startTrusteeProcess(
  trustee: EmbeddedTrustee,
  serviceUrl: string,
  onEnd: (sentence: string) => void,
): { readonly stop: () => Promise<void> } {
  let isStopping = false;
  let ends = 0;
  let restart: NodeJS.Timeout | undefined;
  let running: Run;
  const start = (): void => {
    const startedAtMs = Date.now();
    running = run(trustee, serviceUrl);
    void running.ended.then((reason) => {
      if (isStopping) return;
      ends = Date.now() - startedAtMs > PAUSE_MAX_MS ? 0 : ends;
      const pauseMs = Math.min(PAUSE_MAX_MS, FIRST_PAUSE_MS * 2 ** ends);
      ends += 1;
      onEnd(
        `${trustee.id} ended (${reason}) and starts again in ${String(pauseMs / 1_000)} s; see ${logOf(trustee)}`,
      );
      restart = setTimeout(start, pauseMs);
    });
  };
  start();
  return {
    stop: async () => {
      isStopping = true;
      clearTimeout(restart);
      await end(running);
    },
  };
}

type Run = { readonly child: ChildProcess; readonly ended: Promise<string> };

const logOf = ({ folder }: EmbeddedTrustee): string => join(folder, 'trustee.log');

function run(trustee: EmbeddedTrustee, serviceUrl: string): Run {
  const args = ['--service', serviceUrl, '--folder', trustee.folder, '--every', String(EVERY_MS)];
  const log = openSync(logOf(trustee), 'a', 0o600);
  const child = spawn(process.execPath, [join(projectRoot(), PROGRAM), 'trustee', 'run', ...args], {
    env: surroundings(),
    stdio: ['ignore', log, log, 'ipc'],
    windowsHide: true,
  });
  closeSync(log);
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => {
      resolve(error.message);
    });
    child.once('exit', (code, signal) => {
      resolve(signal ?? `exit code ${String(code)}`);
    });
  });
  return { child, ended };
}

/** Our environment holds the secrets of the service, which are no business of its trustees. Windows needs the root. */
function surroundings(): NodeJS.ProcessEnv {
  const root = process.env['SystemRoot'];
  return root === undefined ? {} : { SystemRoot: root };
}

async function end({ child, ended }: Run): Promise<void> {
  if (child.connected) child.disconnect();
  const impatience = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
  await ended;
  clearTimeout(impatience);
}
