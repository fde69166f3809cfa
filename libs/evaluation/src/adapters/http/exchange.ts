import { type Agent, type IncomingMessage, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import { performance } from 'node:perf_hooks';
import { assertDefined, err, ok, type Result } from '#libs/kernel';
import type { PinnedAddress } from './pinned-host.js';

export interface WireRequest {
  readonly url: URL;
  readonly method: 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface WireReply {
  readonly status: number;
  /** Lower-case names; of a header that came several times, one line. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
  /** From the first byte sent to the last received, connecting included. */
  readonly latencyMicros: number;
}

export interface WireLimits {
  readonly timeoutMs: number;
  readonly responseBytesMax: number;
  readonly signal: AbortSignal;
}

export type WireFailure =
  | { readonly code: 'timed-out'; readonly timeoutMs: number }
  | { readonly code: 'aborted' }
  | { readonly code: 'response-too-large'; readonly bytesMax: number }
  | { readonly code: 'response-encoded' }
  /** `reason` is a code of the operating system or of Node.js. */
  | { readonly code: 'connection-failed'; readonly reason: string };

/**
 * One request and its whole reply, over a connection to one of the given addresses. The time covers everything to
 * the last byte, so that a reply in drops is no way around it. Leaves no listener and no timer behind.
 */
export function exchange(
  request: WireRequest,
  addresses: readonly PinnedAddress[],
  agent: Agent,
  limits: WireLimits,
): Promise<Result<WireReply, WireFailure>> {
  const startedAtMs = performance.now();
  return new Promise((resolve) => {
    const settle = (result: Result<WireReply, WireFailure>): void => {
      clearTimeout(timer);
      limits.signal.removeEventListener('abort', onAbort);
      resolve(result);
      if (!result.ok) outgoing.destroy();
    };
    const onAbort = (): void => {
      settle(err({ code: 'aborted' }));
    };
    const onError = (error: NodeJS.ErrnoException): void => {
      settle(err({ code: 'connection-failed', reason: error.code ?? error.name }));
    };
    const send = request.url.protocol === 'https:' ? httpsRequest : httpRequest;
    const outgoing = send(request.url, {
      method: request.method,
      agent,
      lookup: pinnedLookup(addresses),
      headers: {
        ...request.headers,
        'content-length': String(request.body.length),
        // A small reply that unpacks to a large one would get past the limit.
        'accept-encoding': 'identity',
      },
    });
    const timer = setTimeout(() => {
      settle(err({ code: 'timed-out', timeoutMs: limits.timeoutMs }));
    }, limits.timeoutMs);
    limits.signal.addEventListener('abort', onAbort);
    // Stays after the end: a socket that fails while it is torn down must not end the process.
    outgoing.on('error', onError);
    outgoing.on('response', (incoming) => {
      incoming.on('error', onError);
      readReply(incoming, limits.responseBytesMax, (body) => {
        const latencyMicros = Math.round((performance.now() - startedAtMs) * 1_000);
        settle(body.ok ? ok({ ...headOf(incoming), body: body.value, latencyMicros }) : body);
      });
    });
    if (limits.signal.aborted) onAbort();
    else outgoing.end(request.body);
  });
}

/** Answers Node's question for the address of a host with those that were checked. */
const pinnedLookup =
  (addresses: readonly PinnedAddress[]): LookupFunction =>
  (_hostname, options, callback) => {
    if (options.all === true) {
      callback(null, [...addresses]);
      return;
    }
    const { address, family } = assertDefined(addresses[0], 'a pinned host has an address');
    callback(null, address, family);
  };

function readReply(
  incoming: IncomingMessage,
  bytesMax: number,
  settle: (body: Result<string, WireFailure>) => void,
): void {
  if ((incoming.headers['content-encoding'] ?? 'identity') !== 'identity') {
    settle(err({ code: 'response-encoded' }));
    return;
  }
  if (Number(incoming.headers['content-length'] ?? 0) > bytesMax) {
    settle(err({ code: 'response-too-large', bytesMax }));
    return;
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  incoming.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > bytesMax) settle(err({ code: 'response-too-large', bytesMax }));
    else chunks.push(chunk);
  });
  incoming.on('end', () => {
    settle(ok(Buffer.concat(chunks).toString('utf8')));
  });
}

const headOf = (incoming: IncomingMessage): Pick<WireReply, 'status' | 'headers'> => ({
  status: incoming.statusCode ?? 0,
  headers: Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : value,
    ]),
  ),
});
