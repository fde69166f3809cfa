import { Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { ThrottlerModule } from '@nestjs/throttler';
import { LoggerModule } from 'nestjs-pino';
import { ZodSerializerInterceptor } from 'nestjs-zod';
import { type Config } from '../config/config.js';
import { CONFIG, ConfigModule } from '../config/config.module.js';
import { loggerOptions } from '../logging/logger-options.js';
import { PlatformHttpModule } from '../platform.module.js';
import { ContractPipe } from './contract.pipe.js';
import { KeyThrottlerGuard } from './key-throttler.guard.js';
import { ProblemFilter } from './problem.filter.js';

/** The conventions of every route: limits, validation, problems, response encoding, request log. */
@Module({
  imports: [
    PlatformHttpModule,
    LoggerModule.forRootAsync({ imports: [ConfigModule], inject: [CONFIG], useFactory: loggerOptions }),
    ThrottlerModule.forRootAsync({
      imports: [ConfigModule],
      inject: [CONFIG],
      useFactory: (config: Config) => [{ ttl: 60_000, limit: config.rateLimitPerMinute }],
    }),
  ],
  providers: [
    { provide: APP_FILTER, useClass: ProblemFilter },
    { provide: APP_PIPE, useClass: ContractPipe },
    { provide: APP_INTERCEPTOR, useClass: ZodSerializerInterceptor },
    { provide: APP_GUARD, useClass: KeyThrottlerGuard },
  ],
})
export class HttpConventionsModule {}
