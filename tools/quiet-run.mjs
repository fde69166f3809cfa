import { spawnSync } from 'node:child_process';
import { constants } from 'node:os';
import { ROOT } from './project.mjs';

/** Something the set-up needs did not work. What there is to say has been printed. */
export class SetUpFailure extends Error {
  /** @param {string} message @param {number} exitCode */
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/**
 * Runs a Node script in the project's folder and keeps its output to itself unless it fails. Everything is said
 * on standard error: standard output belongs to the program that comes after the set-up.
 */
export function runQuietly(announcement, script, args, env = {}) {
  const startedMs = performance.now();
  process.stderr.write(`${announcement} …`);
  const { status, signal, stdout, stderr, error } = spawnSync(process.execPath, [script, ...args], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
    windowsHide: true,
  });
  if (status === 0) {
    process.stderr.write(` done in ${((performance.now() - startedMs) / 1000).toFixed(1)} s\n`);
    return;
  }
  process.stderr.write(` failed\n${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}\n`);
  throw new SetUpFailure(announcement, signal ? 128 + constants.signals[signal] : 1);
}
