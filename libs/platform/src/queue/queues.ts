import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { type Config } from '../config/config.js';
import { InjectConfig } from '../config/config.module.js';
import type { Lane } from './job.js';
import { type LaneQueue, openQueueBackend, type QueueBackend } from './queue-backend.js';

/** The {@link JobCatalogue} of the running service. */
export const JOB_CATALOGUE = Symbol('JobCatalogue');

/** The open queues of this process, one per lane, opened when first used. */
@Injectable()
export class Queues implements OnApplicationShutdown {
  readonly backend: QueueBackend;
  readonly #lanes = new Map<Lane, LaneQueue>();

  constructor(@InjectConfig() config: Config) {
    this.backend = openQueueBackend(config);
  }

  lane(lane: Lane): LaneQueue {
    const open = this.#lanes.get(lane) ?? this.backend.queue(lane);
    this.#lanes.set(lane, open);
    return open;
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([...this.#lanes.values()].map((queue) => queue.close()));
  }
}
