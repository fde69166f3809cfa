import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { PrismaPg } from '@prisma/adapter-pg';
import { type Config } from '../config/config.js';
import { InjectConfig } from '../config/config.module.js';
import { type Prisma, PrismaClient } from './generated/client.js';

/** A transaction in progress. Stores take it as their first argument; nothing else writes. */
export type Tx = Prisma.TransactionClient;

/** Connections one process may hold for requests and jobs. */
const POOL_SIZE = 16;

@Injectable()
export class PrismaService extends PrismaClient implements OnApplicationShutdown {
  constructor(@InjectConfig() config: Config) {
    super({ adapter: new PrismaPg({ connectionString: config.databaseUrl, max: POOL_SIZE }) });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.$disconnect();
  }
}
