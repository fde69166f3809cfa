import { SetMetadata } from '@nestjs/common';

export const PUBLIC_ROUTE = Symbol('PublicRoute');

/** A route that needs no API key. Everything else does. */
export const PublicRoute = (): MethodDecorator & ClassDecorator => SetMetadata(PUBLIC_ROUTE, true);
