import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import {
  type AuthenticatedRequest,
  problem,
  ProblemException,
  PUBLIC_ROUTE,
  type Scope,
} from '#libs/platform';
import { AccessService } from './access.service.js';
import { REQUIRED_SCOPES } from './require-scope.js';

/** Every route needs a key unless it is marked public; who holds the wrong scope learns which one is missing. */
@Injectable()
export class AuthGuard implements CanActivate {
  readonly #reflector: Reflector;
  readonly #access: AccessService;

  constructor(reflector: Reflector, access: AccessService) {
    this.#reflector = reflector;
    this.#access = access;
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const targets = [context.getHandler(), context.getClass()];
    if (this.#reflector.getAllAndOverride<boolean | undefined>(PUBLIC_ROUTE, targets) === true) return true;
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    const [scheme, key] = (request.header('authorization') ?? '').split(' ');
    const actor = scheme?.toLowerCase() === 'bearer' ? await this.#access.authenticate(key ?? '') : undefined;
    if (actor === undefined)
      throw new ProblemException(
        problem('unauthenticated', 'Send `Authorization: Bearer` with a valid API key.'),
      );
    const required =
      this.#reflector.getAllAndOverride<readonly Scope[] | undefined>(REQUIRED_SCOPES, targets) ?? [];
    if (required.length > 0 && !required.some((scope) => actor.scopes.has(scope)))
      throw new ProblemException(
        problem('scope-missing', `The route needs the scope ${required.join(' or ')}.`),
      );
    request.actor = actor;
    return true;
  }
}
