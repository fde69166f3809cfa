import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { performance } from 'node:perf_hooks';
import { manifestOf, versionAdapter } from '#core/catalog';
import { assert, seededRandom } from '#libs/kernel';
import {
  type CallLimits,
  GuardedClient,
  type GuardedClientOptions,
  type ModelReach,
  type OpenModel,
  openModel,
} from '../../libs/evaluation/src/adapters/index.js';

export interface StubRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
  /** Milliseconds, of no fixed origin. */
  readonly atMs: number;
}

/** What a stub answers; a function writes to the socket itself. */
export type StubReply =
  | {
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
      /** Text goes out as it is, anything else as JSON. */
      readonly body?: unknown;
    }
  | ((response: ServerResponse) => void);

type Answering = (request: StubRequest, index: number) => StubReply | Promise<StubReply>;

/** An endpoint on the loopback interface that remembers what it was asked. */
export class StubEndpoint {
  readonly requests: StubRequest[] = [];
  readonly #server: Server;
  /** How many requests were under way at once, at most. */
  mostAtOnce = 0;
  /** Connections that the other side closed before they were answered. */
  abandoned = 0;

  private constructor(answering: Answering) {
    let underWay = 0;
    this.#server = createServer((incoming, response) => {
      underWay += 1;
      this.mostAtOnce = Math.max(this.mostAtOnce, underWay);
      response.once('close', () => {
        underWay -= 1;
        if (!response.writableEnded) this.abandoned += 1;
      });
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        const request: StubRequest = {
          path: incoming.url ?? '',
          headers: incoming.headers,
          body: text === '' ? undefined : (JSON.parse(text) as unknown),
          atMs: performance.now(),
        };
        this.requests.push(request);
        void Promise.resolve(answering(request, this.requests.length - 1)).then((reply) => {
          send(response, reply);
        });
      });
    });
  }

  static async start(answering: Answering): Promise<StubEndpoint> {
    const stub = new StubEndpoint(answering);
    stub.#server.listen(0, '127.0.0.1');
    await once(stub.#server, 'listening');
    return stub;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${String(this.port)}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

function send(response: ServerResponse, reply: StubReply): void {
  if (typeof reply === 'function') {
    reply(response);
    return;
  }
  const { status = 200, headers = {}, body = {} } = reply;
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

/** Short waits, or the specs would take as long as a real outage. */
const TEST_LIMITS: Partial<CallLimits> = {
  attemptTimeoutMs: 2_000,
  attemptsMax: 3,
  backoffBaseMs: 20,
  backoffCapMs: 100,
  retryAfterMaxMs: 3_000,
  responseBytesMax: 20_000,
  requestBytesMax: 20_000,
};

/** 15 November 2026, 12:00:00 UTC: where the clock of these clients stands still. */
export const NOON_MS = Date.UTC(2026, 10, 15, 12);

export const testClient = (options: Partial<GuardedClientOptions> = {}): GuardedClient =>
  new GuardedClient({
    allowPrivateAddresses: true,
    random: seededRandom('adapters'),
    clock: { nowMs: () => NOON_MS },
    ...options,
    limits: { ...TEST_LIMITS, ...options.limits },
  });

export const SECRET = 'sk-test-0123456789abcdefghijklmnopqrstuvwxyz';

/** Reaches endpoints through the client, with one credential, `endpoint-key`. */
export const reachThrough = (client: GuardedClient): ModelReach => ({
  client,
  secretOf: (name) => Promise.resolve(name === 'endpoint-key' ? SECRET : undefined),
  allowedCommands: {},
});

/** The endpoints of a spec and the models behind them; everything is closed after each test. */
export class Endpoints {
  readonly #stubs: StubEndpoint[] = [];
  readonly #models: OpenModel[] = [];
  readonly #clients: GuardedClient[] = [];

  async start(answering: Answering): Promise<StubEndpoint> {
    const stub = await StubEndpoint.start(answering);
    this.#stubs.push(stub);
    return stub;
  }

  /** A stub that answers everything with this body. */
  answering(body: unknown): Promise<StubEndpoint> {
    return this.start(() => ({ body }));
  }

  async open(adapter: unknown, options: Partial<GuardedClientOptions> = {}): Promise<OpenModel> {
    const client = testClient(options);
    this.#clients.push(client);
    const files = { manifest: manifestOf([]) };
    const model = await openModel(versionAdapter.parse(adapter), files, undefined, reachThrough(client));
    assert(model.ok, `expected a model: ${JSON.stringify(model)}`);
    this.#models.push(model.value);
    return model.value;
  }

  async closeAll(): Promise<void> {
    for (const model of this.#models.splice(0)) await model.close();
    for (const client of this.#clients.splice(0)) client.close();
    for (const stub of this.#stubs.splice(0)) await stub.close();
  }
}

/** The simplest adapter that speaks HTTP: the reply's member `label` is the label. */
export const plainAdapter = (url: string): Record<string, unknown> => ({
  kind: 'json-http',
  url: `${url}/classify`,
  credential: 'endpoint-key',
  request: '{"text": input}',
  response: 'label',
});
