import { randomUUID } from 'node:crypto';
// Declares `id` on requests.
import 'pino-http';
import type { IncomingMessage, ServerResponse } from 'node:http';

const SENT_ID = /^[A-Za-z0-9._-]{1,64}$/;

/** Keeps the caller's `X-Request-Id` when it is harmless, makes one otherwise, and answers with it. */
export function assignRequestId(request: IncomingMessage, response: ServerResponse, next: () => void): void {
  const sent = request.headers['x-request-id'];
  const id = typeof sent === 'string' && SENT_ID.test(sent) ? sent : randomUUID();
  request.id = id;
  response.setHeader('X-Request-Id', id);
  next();
}

/** The id that {@link assignRequestId} gave; empty only for what never came through it. */
export const requestIdOf = (request: IncomingMessage): string =>
  typeof request.id === 'string' ? request.id : '';
