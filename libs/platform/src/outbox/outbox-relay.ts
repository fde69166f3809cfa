import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type BeforeApplicationShutdown,
} from '@nestjs/common';
import pg from 'pg';
import { type Config } from '../config/config.js';
import { InjectConfig } from '../config/config.module.js';
import { PrismaService, type Tx } from '../prisma/prisma.service.js';
import type { JobDefinition, Lane } from '../queue/job.js';
import { JOB_CATALOGUE, Queues } from '../queue/queues.js';
import { type JobCatalogue, subscribersOf } from '../queue/job-registry.js';
import type { QueuedJob } from '../queue/queue-backend.js';

type OutboxRow = {
  readonly id: bigint;
  readonly kind: 'job' | 'event';
  readonly topic: string;
  readonly payload: unknown;
};

const BATCH = 500;
/** A notification that got lost is made good by the next look. */
const LOOK_EVERY_MS = 2_000;

/**
 * Hands committed jobs and events to the queue, at least once and in order of writing. Any number of relays may
 * run: SKIP LOCKED gives each its own rows. A crash between hand-over and mark repeats the hand-over under the
 * same job id.
 */
@Injectable()
export class OutboxRelay implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #logger = new Logger(OutboxRelay.name);
  readonly #prisma: PrismaService;
  readonly #queues: Queues;
  readonly #catalogue: JobCatalogue;
  readonly #knownJobs: readonly string[];
  readonly #connectionString: string;
  #listener: pg.Client | undefined;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #again = false;
  #stopped = false;

  constructor(
    prisma: PrismaService,
    queues: Queues,
    @Inject(JOB_CATALOGUE) catalogue: JobCatalogue,
    @InjectConfig() config: Config,
  ) {
    this.#prisma = prisma;
    this.#queues = queues;
    this.#catalogue = catalogue;
    this.#knownJobs = catalogue.jobs.map(({ name }) => name);
    this.#connectionString = config.databaseUrl;
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.#listen();
    this.#timer = setInterval(() => {
      this.wake();
    }, LOOK_EVERY_MS);
    this.wake();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#running;
    await this.#listener?.end().catch(() => undefined);
  }

  /** Asks for a look at the outbox; looks that are asked for while one runs are done as one. */
  wake(): void {
    this.#again = true;
    this.#running ??= this.#drain().finally(() => {
      this.#running = undefined;
      if (this.#again && !this.#stopped) this.wake();
    });
  }

  async #drain(): Promise<void> {
    try {
      while (this.#again && !this.#stopped) {
        this.#again = false;
        await this.#relayAll();
        if (this.#listener === undefined) await this.#listen();
      }
    } catch (error) {
      // Nothing is lost: the rows stay, the next look tries again.
      this.#again = false;
      this.#logger.error(error);
    }
  }

  async #relayAll(): Promise<void> {
    let relayed = BATCH;
    while (relayed === BATCH) relayed = await this.#relayBatch();
  }

  async #relayBatch(): Promise<number> {
    return this.#prisma.$transaction(
      async (tx) => {
        const rows = await claim(tx, this.#knownJobs);
        const byLane = new Map<Lane, QueuedJob[]>();
        for (const row of rows)
          for (const job of this.#jobsOf(row)) {
            const queued = {
              name: job.name,
              id: jobId(row, job),
              payload: row.payload,
              attemptsMax: job.attemptsMax,
            };
            byLane.set(job.lane, [...(byLane.get(job.lane) ?? []), queued]);
          }
        for (const [lane, jobs] of byLane) await this.#queues.lane(lane).add(jobs);
        if (rows.length > 0)
          await markRelayed(
            tx,
            rows.map(({ id }) => id),
          );
        return rows.length;
      },
      { maxWait: 10_000, timeout: 60_000 },
    );
  }

  #jobsOf({ kind, topic }: OutboxRow): readonly JobDefinition[] {
    if (kind === 'event') return subscribersOf(this.#catalogue, { name: topic });
    return this.#catalogue.jobs.filter(({ name }) => name === topic);
  }

  async #listen(): Promise<void> {
    const client = new pg.Client({ connectionString: this.#connectionString, keepAlive: true });
    const forget = (): void => {
      if (this.#listener === client) this.#listener = undefined;
    };
    client
      .on('error', forget)
      .on('end', forget)
      .on('notification', () => {
        this.wake();
      });
    await client.connect();
    await client.query('LISTEN salvor_outbox');
    this.#listener = client;
  }
}

/** BullMQ allows no ':' in ids. */
const jobId = (row: OutboxRow, job: JobDefinition): string =>
  `outbox-${row.id.toString()}-${job.name.replaceAll('.', '-')}`;

/** A job that another build wrote and this one does not know stays for a relay that does. */
async function claim(tx: Tx, knownJobs: readonly string[]): Promise<readonly OutboxRow[]> {
  return tx.$queryRaw<OutboxRow[]>`
    SELECT "id", "kind", "topic", "payload" FROM "outbox"
    WHERE "relayed_at" IS NULL AND "available_at" <= now() AND ("kind" = 'event' OR "topic" = ANY(${knownJobs}))
    ORDER BY "id" LIMIT ${BATCH} FOR UPDATE SKIP LOCKED`;
}

const markRelayed = async (tx: Tx, ids: readonly bigint[]): Promise<void> => {
  await tx.$executeRaw`UPDATE "outbox" SET "relayed_at" = now() WHERE "id" = ANY(${ids}::bigint[])`;
};
