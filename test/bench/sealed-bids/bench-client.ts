import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';

export type BenchReply = { readonly status: number; readonly text: string };

/** Speaks HTTP over so many connections, which it keeps. */
export class BenchClient {
  readonly #agent: Agent;
  readonly #url: string;

  constructor(url: string, connections: number) {
    this.#url = url;
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  get(path: string): Promise<BenchReply> {
    return this.#send('GET', path);
  }

  /** Each write has a fresh Idempotency-Key. */
  post(path: string, body: object, key?: string): Promise<BenchReply> {
    return this.#send('POST', path, JSON.stringify(body), key);
  }

  close(): void {
    this.#agent.destroy();
  }

  #send(method: string, path: string, body?: string, key?: string): Promise<BenchReply> {
    const headers = {
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      ...(body === undefined
        ? {}
        : {
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(body),
            'idempotency-key': randomUUID(),
          }),
    };
    return new Promise((resolve, reject) => {
      const call = request(this.#url + path, { method, headers, agent: this.#agent }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() });
        });
      });
      call.on('error', reject);
      call.end(body);
    });
  }
}

/** The document in an answer that has to have this status. */
export function bodyOf({ status, text }: BenchReply, expected: number): Record<string, unknown> {
  if (status !== expected) throw new Error(`expected ${String(expected)}, not ${String(status)}: ${text}`);
  return JSON.parse(text) as Record<string, unknown>;
}
