import { Module, type OnApplicationBootstrap } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { type Config, InjectConfig, PlatformModule } from '#libs/platform';
import { AccessController } from './access.controller.js';
import { AccessService } from './access.service.js';
import { AccessStore } from './access.store.js';
import { AuthGuard } from './auth.guard.js';

@Module({ imports: [PlatformModule], providers: [AccessStore, AccessService], exports: [AccessService] })
export class AccessModule {}

/** Mounted first of all HTTP modules: its guard stands in front of every route. */
@Module({
  imports: [PlatformModule, AccessModule],
  controllers: [AccessController],
  providers: [{ provide: APP_GUARD, useClass: AuthGuard }],
})
export class AccessHttpModule implements OnApplicationBootstrap {
  readonly #access: AccessService;
  readonly #config: Config;

  constructor(access: AccessService, @InjectConfig() config: Config) {
    this.#access = access;
    this.#config = config;
  }

  async onApplicationBootstrap(): Promise<void> {
    if (this.#config.operatorKey !== undefined) await this.#access.ensureOperator(this.#config.operatorKey);
  }
}
