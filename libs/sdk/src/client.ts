import type { ProblemDocument } from '#contract/platform';
import { z } from 'zod';

/** An answer other than 2xx, as the service explained it. */
export class SalvorProblem extends Error {
  override readonly name = 'SalvorProblem';

  constructor(
    readonly document: ProblemDocument,
    /** What the service asked for in `Retry-After`; undefined when it did not. */
    readonly retryAfterMs: number | undefined,
  ) {
    super(`${document.title}: ${document.detail}`);
  }

  /** `auction-not-open` of `urn:salvor:problem:auction-not-open`. */
  get code(): string {
    return this.document.type.split(':').at(-1) ?? '';
  }
}

export type ClientOptions = {
  readonly baseUrl: string;
  readonly apiKey?: string;
  /** How often a request is sent before its failure is reported. */
  readonly attemptsMax?: number;
};

/** Passing troubles: another request with the key in flight, too many requests, a service that starts or stops. */
const PASSING = new Set(['request-in-flight', 'rate-limited', 'not-ready']);

/**
 * A typed client: requests are encoded and answers decoded by the same contracts that the service uses. Writes
 * carry an idempotency key, so that sending one again is safe, and passing troubles are retried.
 */
export class SalvorClient {
  readonly #baseUrl: string;
  readonly #apiKey: string | undefined;
  readonly #attemptsMax: number;

  constructor({ baseUrl, apiKey, attemptsMax = 8 }: ClientOptions) {
    this.#baseUrl = baseUrl.replace(/\/$/, '');
    this.#apiKey = apiKey;
    this.#attemptsMax = attemptsMax;
  }

  get<V extends z.ZodType>(path: string, view: V): Promise<z.output<V>> {
    return this.#send('GET', path, view, {}, undefined);
  }

  post<B extends z.ZodType, V extends z.ZodType>(
    path: string,
    contract: { readonly body: B; readonly view: V },
    body: z.output<B>,
    idempotencyKey: string,
  ): Promise<z.output<V>> {
    const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': idempotencyKey };
    return this.#send('POST', path, contract.view, headers, JSON.stringify(z.encode(contract.body, body)));
  }

  async #send<V extends z.ZodType>(
    method: string,
    path: string,
    view: V,
    headers: Record<string, string>,
    body: string | undefined,
  ): Promise<z.output<V>> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#sendOnce(method, path, view, headers, body);
      } catch (error) {
        if (attempt >= this.#attemptsMax || !isPassing(error)) throw error;
        const asked = error instanceof SalvorProblem ? error.retryAfterMs : undefined;
        await new Promise((resolve) => setTimeout(resolve, asked ?? Math.min(5_000, 50 * 2 ** attempt)));
      }
    }
  }

  async #sendOnce<V extends z.ZodType>(
    method: string,
    path: string,
    view: V,
    headers: Record<string, string>,
    body: string | undefined,
  ): Promise<z.output<V>> {
    const response = await fetch(`${this.#baseUrl}${path}`, {
      method,
      headers: {
        ...headers,
        ...(this.#apiKey === undefined ? {} : { Authorization: `Bearer ${this.#apiKey}` }),
      },
      ...(body === undefined ? {} : { body }),
    });
    const json: unknown = await response.json();
    if (!response.ok) throw new SalvorProblem(json as ProblemDocument, retryAfterOf(response));
    return z.decode(view, json as z.input<V>);
  }
}

/** A connection that broke (fetch reports a TypeError) leaves open whether the write was done: the key decides. */
const isPassing = (error: unknown): boolean =>
  error instanceof SalvorProblem ? PASSING.has(error.code) : error instanceof TypeError;

/** RFC 9110, section 10.2.3, in seconds; the form with a date is not one that the service uses. */
function retryAfterOf(response: Response): number | undefined {
  const seconds = response.headers.get('retry-after');
  return seconds !== null && /^\d{1,4}$/.test(seconds) ? Number(seconds) * 1_000 : undefined;
}
