import { Inject, Module } from '@nestjs/common';
import { parseConfig } from './config.js';

/** The token of the checked settings. */
export const CONFIG = Symbol('Config');

/** Injects the checked settings. */
export const InjectConfig = (): ParameterDecorator & PropertyDecorator => Inject(CONFIG);

export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

@Module({
  providers: [
    {
      provide: CONFIG,
      useFactory: () => {
        const config = parseConfig(process.env);
        if (!config.ok)
          throw new ConfigurationError(`The configuration is not valid:\n  ${config.error.join('\n  ')}`);
        return config.value;
      },
    },
  ],
  exports: [CONFIG],
})
export class ConfigModule {}
