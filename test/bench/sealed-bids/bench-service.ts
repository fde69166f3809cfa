import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { assert } from '#libs/kernel';
import { tell } from '../report.js';

export type ServiceOrder =
  { readonly kind: 'advance'; readonly ms: number } | { readonly kind: 'tell-usage' };

/** What a process has used since it began, and holds now. */
export type Usage = {
  readonly processorMs: number;
  readonly residentBytes: number;
  readonly peakResidentBytes: number;
};

export type ServiceAnswer =
  { readonly kind: 'serves'; readonly url: string } | ({ readonly kind: 'usage' } & Usage);

/** The real service in a process of its own, on a port and a database of its own. */
export class BenchService {
  readonly #child: ChildProcess;
  readonly url: string;

  private constructor(child: ChildProcess, url: string) {
    this.#child = child;
    this.url = url;
  }

  static async start(settings: Readonly<Record<string, string>>): Promise<BenchService> {
    const { REDIS_URL: _redis, ...environment } = process.env;
    const child = fork(fileURLToPath(new URL('./service-process.js', import.meta.url)), {
      env: { ...environment, HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'error', ...settings },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const answer = await answerOf(child);
    assert(answer.kind === 'serves', 'the first thing a service says is where it serves');
    return new BenchService(child, answer.url);
  }

  advance(ms: number): void {
    this.#tell({ kind: 'advance', ms });
  }

  async usage(): Promise<Usage> {
    this.#tell({ kind: 'tell-usage' });
    const answer = await answerOf(this.#child);
    assert(answer.kind === 'usage', 'it was asked for that');
    return answer;
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await ended;
  }

  #tell(order: ServiceOrder): void {
    this.#child.send(order);
  }
}

async function answerOf(child: ChildProcess): Promise<ServiceAnswer> {
  const gone = new AbortController();
  const ended = once(child, 'exit', { signal: gone.signal }).then(() => {
    throw new Error('the service ended');
  });
  try {
    const [answer] = (await Promise.race([once(child, 'message'), ended])) as [ServiceAnswer];
    return answer;
  } finally {
    ended.catch(() => undefined);
    gone.abort();
  }
}

export const tellMemory = (what: string, { residentBytes, peakResidentBytes }: Usage): void => {
  tell(what, `${megabytes(residentBytes)}, at most ${megabytes(peakResidentBytes)}`);
};

const megabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(0)} MB`;
