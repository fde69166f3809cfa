import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { assertDefined } from '#libs/kernel';
import { type Config } from '../config/config.js';
import { InjectConfig } from '../config/config.module.js';
import { HANDLES_JOB } from './handles-job.js';
import { DeadLetters } from './dead-letters.js';
import { type JobDefinition, LANES } from './job.js';
import { checkHandlers, type JobCatalogue, type JobHandler } from './job-registry.js';
import type { Delivery, LaneWorker } from './queue-backend.js';
import { JOB_CATALOGUE, Queues } from './queues.js';

/** Heavy work runs in threads, so the loop that renews the locks is never held up for long. */
const LOCK_DURATION_MS = 10_000;

/** Runs the background work of this process. Refuses to start unless each job has exactly one handler. */
@Injectable()
export class JobRunner implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #logger = new Logger(JobRunner.name);
  readonly #discovery: DiscoveryService;
  readonly #scanner: MetadataScanner;
  readonly #queues: Queues;
  readonly #catalogue: JobCatalogue;
  readonly #deadLetters: DeadLetters;
  readonly #config: Config;
  #workers: readonly LaneWorker[] = [];

  constructor(
    discovery: DiscoveryService,
    scanner: MetadataScanner,
    queues: Queues,
    @Inject(JOB_CATALOGUE) catalogue: JobCatalogue,
    deadLetters: DeadLetters,
    @InjectConfig() config: Config,
  ) {
    this.#discovery = discovery;
    this.#scanner = scanner;
    this.#queues = queues;
    this.#catalogue = catalogue;
    this.#deadLetters = deadLetters;
    this.#config = config;
  }

  async onApplicationBootstrap(): Promise<void> {
    const handlers = checkHandlers(this.#catalogue, this.#findHandlers());
    if (!handlers.ok) throw new Error(`The job registry is not complete:\n  ${handlers.error.join('\n  ')}`);
    await this.#schedule();
    this.#workers = LANES.map((lane) =>
      this.#queues.backend.worker(lane, (delivery) => this.#run(handlers.value, delivery), {
        concurrency: this.#config.workerConcurrency,
        lockDurationMs: LOCK_DURATION_MS,
        onError: (error) => {
          this.#logger.error(error);
        },
        onGivenUp: (delivery, error) => {
          void this.#bury(handlers.value, delivery, error);
        },
      }),
    );
    await Promise.all(this.#workers.map((worker) => worker.ready()));
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.close()));
  }

  async #run(handlers: ReadonlyMap<string, JobHandler>, delivery: Delivery): Promise<void> {
    const { name, id, payload, attempt, attemptsMax } = delivery;
    const handler = assertDefined(handlers.get(name), `a job of unknown name was delivered: ${name}`);
    try {
      await handler.run(payload);
    } catch (error) {
      this.#logger.error({ err: error as Error, job: name, jobId: id, attempt }, 'job failed');
      // Before the queue forgets it: a crash in between repeats the attempt, and then this.
      if (attempt >= attemptsMax) await this.#bury(handlers, delivery, error);
      throw error;
    }
  }

  /** What comes again by itself needs no letter. A letter that cannot be written must not hide the failure. */
  async #bury(handlers: ReadonlyMap<string, JobHandler>, delivery: Delivery, error: unknown): Promise<void> {
    const job = handlers.get(delivery.name)?.job;
    if (job === undefined || delivery.isScheduled) return;
    await this.#deadLetters.bury(job, delivery, error).catch((failure: unknown) => {
      this.#logger.error(
        { err: failure as Error, job: job.name, jobId: delivery.id },
        'no dead letter written',
      );
    });
  }

  async #schedule(): Promise<void> {
    for (const lane of LANES) {
      const schedules = this.#catalogue.schedules.filter(({ job }) => job.lane === lane);
      const queue = this.#queues.lane(lane);
      for (const { job, everyMs } of schedules) await queue.schedule(job.name, everyMs);
      await queue.unscheduleAllBut(new Set(schedules.map(({ job }) => job.name)));
    }
  }

  #findHandlers(): readonly JobHandler[] {
    return this.#discovery.getProviders().flatMap(({ instance }) => {
      if (typeof instance !== 'object' || instance === null) return [];
      const methods = instance as Record<string, unknown>;
      return this.#scanner.getAllMethodNames(Object.getPrototypeOf(instance) as object).flatMap((key) => {
        const method = methods[key];
        if (typeof method !== 'function') return [];
        const job = Reflect.getMetadata(HANDLES_JOB, method) as JobDefinition | undefined;
        if (job === undefined) return [];
        const run = async (payload: unknown): Promise<void> => {
          await (method as (decoded: unknown) => Promise<void>).call(instance, job.payload.parse(payload));
        };
        return [{ job, run }];
      });
    });
  }
}
