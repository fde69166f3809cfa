import { SetMetadata } from '@nestjs/common';
import type { Scope } from '#libs/platform';

export const REQUIRED_SCOPES = Symbol('RequiredScopes');

/** The route is for keys that hold at least one of these scopes. */
export const RequireScope = (...scopes: readonly [Scope, ...Scope[]]): MethodDecorator & ClassDecorator =>
  SetMetadata(REQUIRED_SCOPES, scopes);
