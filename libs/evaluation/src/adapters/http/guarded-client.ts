import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { type Clock, err, ok, type Random, type Result } from '#libs/kernel';
import { isPassingStatus } from '../answer-error.js';
import { type Deadline, orAborted, pauseFor } from '../deadline.js';
import { AdaptiveGate } from './adaptive-gate.js';
import type { CallOutcome } from './adaptive-limit.js';
import { backoffMs } from './backoff.js';
import type { CallFailure } from './call-failure.js';
import { type CallLimits, DEFAULT_CALL_LIMITS } from './call-limits.js';
import { exchange, type WireFailure, type WireReply } from './exchange.js';
import { type AddressRules, pinHost, type Resolve, systemResolve } from './pinned-host.js';
import { isRedirect, redirectTarget, refusal } from './redirect.js';
import { redactor } from './redact.js';
import { retryAfterMs } from './retry-after.js';

const REDIRECTS_MAX = 3;

/** Endpoints about which something is remembered. */
const GATES_MAX = 1_000;

export interface GuardedClientOptions {
  /** Only for operators who run models in their own network. */
  readonly allowPrivateAddresses: boolean;
  readonly random: Random;
  readonly clock: Clock;
  readonly limits?: Partial<CallLimits>;
  readonly resolve?: Resolve;
}

/** A secret on its way to one endpoint. */
export interface Credential {
  readonly name: string;
  readonly header: string;
  /** What comes before the secret in the header, `Bearer ` or nothing. */
  readonly prefix: string;
  readonly secret: string;
}

export interface EndpointCall {
  readonly url: URL;
  /** JSON text. */
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly credential: Credential | undefined;
  /** The same for every attempt, so that an endpoint that knows the header does the work once. */
  readonly idempotencyKey: string;
}

export interface EndpointReply {
  readonly body: string;
  /** Of the attempt that succeeded. */
  readonly latencyMicros: number;
  readonly attempts: number;
}

/** What one attempt came to, if not to a reply of 200 to 299. */
type AttemptFailure = {
  readonly failure: CallFailure;
  readonly isPassing: boolean;
  readonly outcome: CallOutcome;
  readonly retryAfterMs?: number | undefined;
};

/**
 * The only way out of the house. Every adapter that speaks HTTP calls through one of these, which decides what
 * addresses may be reached, how long and how much an answer may be, how often it is asked for and by how many at
 * a time. Must be closed, or idle connections stay open.
 */
export class GuardedClient {
  readonly limits: CallLimits;
  readonly #random: Random;
  readonly #clock: Clock;
  readonly #addresses: AddressRules;
  readonly #agents = {
    'http:': new HttpAgent({ keepAlive: true }),
    'https:': new HttpsAgent({ keepAlive: true }),
  };
  readonly #gates = new Map<string, AdaptiveGate>();

  constructor(options: GuardedClientOptions) {
    this.limits = { ...DEFAULT_CALL_LIMITS, ...options.limits };
    this.#random = options.random;
    this.#clock = options.clock;
    this.#addresses = {
      resolve: options.resolve ?? systemResolve,
      allowPrivateAddresses: options.allowPrivateAddresses,
    };
  }

  close(): void {
    this.#agents['http:'].destroy();
    this.#agents['https:'].destroy();
  }

  /** Calls until there is a reply of 200 to 299, a failure that will not pass, or no time or attempt left. */
  async call(call: EndpointCall, deadline: Deadline): Promise<Result<EndpointReply, CallFailure>> {
    const body = Buffer.from(call.body);
    if (body.length > this.limits.requestBytesMax)
      return err({ code: 'request-too-large', bytesMax: this.limits.requestBytesMax });
    const gate = this.#gateOf(call);
    for (let attempts = 1; ; attempts++) {
      const permit = await gate.enter(deadline.signal);
      if (permit === undefined) return err(deadline.failure());
      const attempt = await this.#attempt(call, body, attempts, deadline);
      const askedMs = attempt.ok ? undefined : attempt.error.retryAfterMs;
      const isTooLong = (askedMs ?? 0) > this.limits.retryAfterMaxMs;
      // Before the place is free, or the next caller would take it and be told the same.
      if (askedMs !== undefined && !isTooLong) gate.pause(askedMs);
      gate.leave(permit, attempt.ok ? { kind: 'answered', ...attempt.value } : attempt.error.outcome);
      if (attempt.ok) return ok({ ...attempt.value, attempts });
      if (deadline.signal.aborted) return err(deadline.failure());
      const { failure, isPassing } = attempt.error;
      if (!isPassing || isTooLong || attempts >= this.limits.attemptsMax) return err(failure);
      const waitMs = this.#waitMs(attempts, askedMs);
      if (waitMs > deadline.leftMs()) return err(failure);
      await pauseFor(waitMs, deadline.signal);
    }
  }

  /** Jitter comes on top of what an endpoint asked for: everybody else was asked for the same. */
  #waitMs(failures: number, askedMs: number | undefined): number {
    const { backoffBaseMs: baseMs, backoffCapMs: capMs } = this.limits;
    return askedMs === undefined
      ? backoffMs(failures, { baseMs, capMs }, this.#random)
      : askedMs + backoffMs(1, { baseMs, capMs }, this.#random);
  }

  async #attempt(
    call: EndpointCall,
    body: Buffer,
    attempts: number,
    deadline: Deadline,
  ): Promise<Result<{ readonly body: string; readonly latencyMicros: number }, AttemptFailure>> {
    const reply = await this.#follow(call, body, deadline);
    const redact = redactor(call.credential === undefined ? [] : [call.credential.secret]);
    if (!reply.ok) return err(failedAttempt(reply.error, attempts));
    const { status, headers } = reply.value;
    if (status >= 200 && status < 300) return reply;
    const askedMs = retryAfterMs(headers, this.#clock.nowMs());
    const isLimited = status === 429 || (status === 503 && askedMs !== undefined);
    return err({
      failure: isLimited
        ? {
            code: 'rate-limited',
            status,
            attempts,
            ...(askedMs === undefined ? {} : { retryAfterMs: askedMs }),
          }
        : { code: 'http-status', status, attempts, excerpt: redact(reply.value.body) },
      isPassing: isPassingStatus(status),
      outcome: { kind: isLimited || status === 503 || status === 529 ? 'overloaded' : 'failed' },
      retryAfterMs: isPassingStatus(status) ? askedMs : undefined,
    });
  }

  /**
   * One attempt, along at most three redirects. The credential goes to the origin that it is meant for, and not
   * even there once another origin has had a say in where the call goes.
   */
  async #follow(
    call: EndpointCall,
    body: Buffer,
    deadline: Deadline,
  ): Promise<Result<WireReply, CallFailure | WireFailure>> {
    let url = call.url;
    let isAtHome = true;
    for (let redirects = 0; ; redirects++) {
      const pinned = await orAborted(pinHost(url, this.#addresses), deadline.signal);
      if (pinned === undefined) return err(deadline.failure());
      if (!pinned.ok) return pinned;
      const headers = headersOf(call, isAtHome);
      const agent = this.#agents[url.protocol === 'https:' ? 'https:' : 'http:'];
      const reply = await exchange({ url, method: 'POST', headers, body }, pinned.value, agent, {
        timeoutMs: this.limits.attemptTimeoutMs,
        responseBytesMax: this.limits.responseBytesMax,
        signal: deadline.signal,
      });
      if (!reply.ok || !isRedirect(reply.value.status)) return reply;
      if (redirects === REDIRECTS_MAX) return refusal(`more than ${String(REDIRECTS_MAX)} redirects`);
      const target = redirectTarget(url, reply.value.headers['location']);
      if (!target.ok) return target;
      url = target.value;
      isAtHome = isAtHome && url.origin === call.url.origin;
    }
  }

  /** One for each endpoint and credential: that is what endpoints count by. */
  #gateOf({ url, credential }: EndpointCall): AdaptiveGate {
    const key = `${url.origin} ${credential?.name ?? ''}`;
    const known = this.#gates.get(key);
    if (known !== undefined) return known;
    if (this.#gates.size >= GATES_MAX)
      for (const [name, { isIdle }] of this.#gates) if (isIdle) this.#gates.delete(name);
    const gate = new AdaptiveGate({ start: this.limits.concurrencyStart, max: this.limits.concurrencyMax });
    this.#gates.set(key, gate);
    return gate;
  }
}

function headersOf(call: EndpointCall, isAtHome: boolean): Record<string, string> {
  const { credential } = call;
  return {
    accept: 'application/json',
    ...call.headers,
    'content-type': 'application/json',
    'idempotency-key': call.idempotencyKey,
    ...(credential !== undefined && isAtHome
      ? { [credential.header]: `${credential.prefix}${credential.secret}` }
      : {}),
  };
}

function failedAttempt(failure: CallFailure | WireFailure, attempts: number): AttemptFailure {
  switch (failure.code) {
    case 'connection-failed':
      return { failure: { ...failure, attempts }, isPassing: true, outcome: { kind: 'failed' } };
    case 'timed-out':
      return { failure, isPassing: true, outcome: { kind: 'overloaded' } };
    case 'response-encoded':
      return {
        failure: { code: 'response-malformed', reason: 'the reply is compressed, which was not asked for' },
        isPassing: false,
        outcome: { kind: 'failed' },
      };
    case 'aborted':
    case 'rate-limited':
    case 'http-status':
    case 'refused-address':
    case 'refused-redirect':
    case 'response-malformed':
    case 'request-too-large':
    case 'response-too-large':
      return { failure, isPassing: false, outcome: { kind: 'failed' } };
  }
}
