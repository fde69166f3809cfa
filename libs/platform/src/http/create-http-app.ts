import type { NestApplicationOptions, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import helmet from 'helmet';
import { Logger } from 'nestjs-pino';
import { assert } from '#libs/kernel';
import { parseConfig } from '../config/config.js';
import { ConfigurationError } from '../config/config.module.js';
import { requireOneMeaning } from './json-body.js';
import { assignRequestId } from './request-id.js';

/** The one way to make an HTTP application of a root module: same limits and headers in service and tests. */
export async function createHttpApp(rootModule: Type): Promise<NestExpressApplication> {
  const config = parseConfig(process.env);
  if (!config.ok)
    throw new ConfigurationError(`The configuration is not valid:\n  ${config.error.join('\n  ')}`);
  const options: NestApplicationOptions = { bufferLogs: true, bodyParser: false, abortOnError: false };
  const app = await NestFactory.create<NestExpressApplication>(rootModule, options);
  app.useLogger(app.get(Logger));
  configureHttp(app, config.value.bodyLimitBytes);
  return app;
}

/** Applied to the test application too, so that tests meet the real limits. */
export function configureHttp(app: NestExpressApplication, bodyLimitBytes: number): void {
  assert(bodyLimitBytes > 0, 'a body limit is positive');
  // Before the body is read: a body that cannot be read gets a request id too.
  app.use(assignRequestId);
  app.useBodyParser('json', {
    limit: bodyLimitBytes,
    strict: true,
    type: ['application/json'],
    verify: requireOneMeaning,
  });
  // Lists that are imported as they are kept: JSON Lines and RFC 4180.
  app.useBodyParser('text', {
    limit: bodyLimitBytes,
    type: ['application/x-ndjson', 'text/csv'],
    defaultCharset: 'utf-8',
  });
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  app.use(
    helmet({
      contentSecurityPolicy: {
        directives: {
          'default-src': ["'self'"],
          // Swagger UI and uPlot set styles on elements.
          'style-src': ["'self'", "'unsafe-inline'"],
          'img-src': ["'self'", 'data:'],
          // Served over plain HTTP on a private port by default: nothing to upgrade to.
          'upgrade-insecure-requests': null,
        },
      },
    }),
  );
}
