import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MAIN = 'dist/apps/standalone/src/main.js';

/** The service as its users run it: a process of its own with its own embedded database. */
export class Standalone {
  readonly folder: string;
  #process: ChildProcess | undefined;
  #output = '';

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async inNewFolder(): Promise<Standalone> {
    return new Standalone(await mkdtemp(join(tmpdir(), 'salvor-standalone-')));
  }

  /** A second process on the same folder. */
  another(): Standalone {
    return new Standalone(this.folder);
  }

  get output(): string {
    return this.#output;
  }

  start(args: readonly string[] = []): void {
    this.#output = '';
    const {
      DATABASE_URL: _database,
      REDIS_URL: _redis,
      SALVOR_OPERATOR_KEY: _key,
      SALVOR_SECRET_KEY: _secret,
      ...environment
    } = process.env;
    const child = spawn(process.execPath, [MAIN, '--port', '0', ...args], {
      env: { ...environment, SALVOR_DATA_FOLDER: this.folder, NODE_OPTIONS: '' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const collect = (chunk: Buffer): void => {
      this.#output += chunk.toString();
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    this.#process = child;
  }

  /** Waits until the output holds the text. Fails when the process ends before, or after the timeout. */
  async saw(text: string, timeoutMs = 300_000): Promise<void> {
    const giveUpAt = Date.now() + timeoutMs;
    while (!this.#output.includes(text)) {
      if (this.#process?.exitCode !== null) throw new Error(`ended before «${text}»:\n${this.#output}`);
      if (Date.now() > giveUpAt) throw new Error(`no «${text}» in time:\n${this.#output}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  url(): string {
    const match = /serves at (\S+)/.exec(this.#output);
    if (match?.[1] === undefined) throw new Error(`no address in the output:\n${this.#output}`);
    return match[1];
  }

  async operatorKey(): Promise<string> {
    const secrets = JSON.parse(await readFile(join(this.folder, 'secrets.json'), 'utf8')) as {
      operatorKey: string;
    };
    return secrets.operatorKey;
  }

  /** The exit code, once the process has ended by itself. */
  async ended(): Promise<number | null> {
    const child = this.#process;
    if (child?.exitCode === null) await once(child, 'exit');
    return child?.exitCode ?? null;
  }

  async end(signal: 'SIGKILL' | 'SIGTERM' | 'SIGINT'): Promise<number | null> {
    const child = this.#process;
    if (child?.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
    return child.exitCode;
  }

  async remove(): Promise<void> {
    // A killed service leaves its database running; the next start would stop it, here nobody starts again.
    if (this.#process?.signalCode === 'SIGKILL') {
      this.start(['--empty']);
      await this.saw('serves at');
    }
    await this.end('SIGTERM');
    await rm(this.folder, { recursive: true, force: true });
  }
}
