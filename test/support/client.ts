import { randomUUID } from 'node:crypto';
import request from 'supertest';
import type { TestApp } from './test-app.js';

export type Reply = {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: Record<string, unknown>;
};

/** Speaks to the application as the holder of one API key would. Each write gets a fresh Idempotency-Key. */
export class TestClient {
  constructor(
    readonly testApp: TestApp,
    readonly key?: string,
  ) {}

  get(path: string): Promise<Reply> {
    return this.#send('get', path);
  }

  post(path: string, body: object, idempotencyKey: string = randomUUID()): Promise<Reply> {
    return this.#send('post', path, body, idempotencyKey);
  }

  put(path: string, body: object, idempotencyKey: string = randomUUID()): Promise<Reply> {
    return this.#send('put', path, body, idempotencyKey);
  }

  delete(path: string, idempotencyKey: string = randomUUID()): Promise<Reply> {
    return this.#send('delete', path, undefined, idempotencyKey);
  }

  async #send(
    method: 'get' | 'post' | 'put' | 'delete',
    path: string,
    body?: object,
    idempotencyKey?: string,
  ): Promise<Reply> {
    const call = request(this.testApp.app.getHttpServer())[method](path);
    if (this.key !== undefined) void call.set('Authorization', `Bearer ${this.key}`);
    if (idempotencyKey !== undefined) void call.set('Idempotency-Key', idempotencyKey);
    const response = await (body === undefined ? call : call.send(body));
    return {
      status: response.status,
      headers: response.headers,
      body: response.body as Record<string, unknown>,
    };
  }
}

/** A party with a key of its own. */
export type TestParty = { readonly id: string; readonly client: TestClient };

/** Registers a party and issues it a key, as an operator does. */
export async function enrol(
  operator: TestClient,
  name: string,
  scopes: readonly string[],
): Promise<TestParty> {
  const party = await operator.post('/v1/parties', { name });
  const id = String(party.body['id']);
  const issued = await operator.post(`/v1/parties/${id}/api-keys`, { scopes });
  if (issued.status !== 201) throw new Error(`enrolment failed: ${JSON.stringify(issued.body)}`);
  return { id, client: new TestClient(operator.testApp, String(issued.body['key'])) };
}

/** Asks again until the answer is as wanted; fails after ten seconds with the last answer. */
export async function eventually<T>(
  ask: () => Promise<T>,
  wanted: (answer: T) => boolean,
  timeoutMs = 10_000,
): Promise<T> {
  const giveUpAt = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (wanted(answer)) return answer;
    if (Date.now() > giveUpAt) throw new Error(`still not as wanted: ${JSON.stringify(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
