import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { assertDefined, digestOf, type Json } from '#libs/kernel';
import type { Request, Response } from 'express';
import type { Actor } from './actor.js';
import { ProblemException } from './problem-exception.js';
import { problem } from './problems.js';

/** What makes a write repeatable: the same key with the same request is done once and answered alike. */
export type WriteRequest = {
  readonly actor: Actor;
  readonly idempotencyKey: string;
  readonly route: string;
  readonly requestHash: string;
  /** Called when the answer is that of an earlier identical request. */
  readonly onReplay: () => void;
};

export type AuthenticatedRequest = Request & { actor?: Actor };

const KEY = /^[\x21-\x7e]{1,255}$/;

/** Reads the `Idempotency-Key` header (draft-ietf-httpapi-idempotency-key-header) and digests the request. */
export const Write = createParamDecorator((_data: unknown, context: ExecutionContext): WriteRequest => {
  const http = context.switchToHttp();
  const request = http.getRequest<AuthenticatedRequest>();
  const idempotencyKey = request.header('idempotency-key') ?? '';
  if (!KEY.test(idempotencyKey))
    throw new ProblemException(
      problem('idempotency-key-missing', 'Send an Idempotency-Key of 1 to 255 printable ASCII characters.'),
    );
  const route = `${request.method} ${request.path}`;
  return {
    actor: actorOf(request),
    idempotencyKey,
    route,
    requestHash: digestOf({ route, body: (request.body ?? null) as Json }),
    onReplay: () => http.getResponse<Response>().setHeader('Idempotency-Replayed', 'true'),
  };
});

/** The authenticated party of a request. */
export const CurrentActor = createParamDecorator((_data: unknown, context: ExecutionContext): Actor =>
  actorOf(context.switchToHttp().getRequest<AuthenticatedRequest>()),
);

const actorOf = (request: AuthenticatedRequest): Actor =>
  assertDefined(request.actor, 'the route asks for an actor but is public');
