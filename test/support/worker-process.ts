import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

const MAIN = 'dist/apps/worker/src/main.js';

/** The background process as it runs in production, on the settings of the test that starts it. */
export class WorkerProcess {
  readonly #child: ChildProcess;
  #output = '';

  /** @param databaseUrl the test's own, perhaps with a name by which the database tells the process's sessions */
  constructor(databaseUrl: string) {
    this.#child = spawn(process.execPath, [MAIN], {
      env: { ...process.env, DATABASE_URL: databaseUrl, NODE_OPTIONS: '' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const collect = (chunk: Buffer): void => {
      this.#output += chunk.toString();
    };
    this.#child.stdout?.on('data', collect);
    this.#child.stderr?.on('data', collect);
  }

  /** What it logged. */
  get output(): string {
    return this.#output;
  }

  hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    if (this.hasEnded()) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill(signal);
    await ended;
  }
}
