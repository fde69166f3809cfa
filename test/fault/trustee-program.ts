import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { eventually } from '../support/client.js';

const MAIN = 'dist/apps/cli/src/main.js';

type Event = Readonly<Record<string, unknown>> & { readonly event: string };

/** Runs `salvor trustee keygen`. */
export function keygen(folder: string, ...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [MAIN, 'trustee', 'keygen', '--folder', folder, ...args],
    { env: {}, encoding: 'utf8' },
  );
  return { status, stdout, stderr };
}

/** `salvor trustee run` as its users run it: a process of its own. */
export class TrusteeProgram {
  readonly #child: ChildProcess;
  #log = '';

  constructor(serviceUrl: string, folder: string, ...args: readonly string[]) {
    const run = ['trustee', 'run', '--service', serviceUrl, '--folder', folder, '--every', '100', ...args];
    this.#child = spawn(process.execPath, [MAIN, ...run], { env: {}, stdio: ['ignore', 'ignore', 'pipe'] });
    this.#child.stderr?.on('data', (chunk: Buffer) => {
      this.#log += chunk.toString();
    });
  }

  get log(): string {
    return this.#log;
  }

  /** Every line is one of JSON. */
  get events(): readonly Event[] {
    const lines = this.#log.split('\n').slice(0, -1);
    return lines.map((line) => JSON.parse(line) as Event);
  }

  /** Waits for an event; returns it. */
  async saw(event: string): Promise<Event> {
    const find = (): Promise<Event | undefined> =>
      Promise.resolve(this.events.find((each) => each.event === event));
    const found = await eventually(find, (each) => each !== undefined || this.hasEnded(), 30_000);
    if (found === undefined) throw new Error(`ended without ${event}:\n${this.#log}`);
    return found;
  }

  hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** The exit code, once it has ended by itself. */
  async ended(): Promise<number | null> {
    if (!this.hasEnded()) await once(this.#child, 'close');
    return this.#child.exitCode;
  }

  async end(signal: 'SIGKILL' | 'SIGTERM' | 'SIGINT'): Promise<number | null> {
    if (!this.hasEnded()) this.#child.kill(signal);
    return this.ended();
  }

  /** Kills it as soon as a file is there. */
  async killOnce(file: string): Promise<void> {
    while (!existsSync(file)) {
      if (this.hasEnded()) throw new Error(`ended without ${file}:\n${this.#log}`);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await this.end('SIGKILL');
  }
}
