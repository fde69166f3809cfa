import { createPostgresBackend, Queue, Worker, withBackend, type WorkerOptions } from 'bullmq';
import { Redis } from 'ioredis';
import pg from 'pg';
import type { Config } from '../config/config.js';
import type { Lane } from './job.js';

/** What the relay hands to the queue. `id` makes a second hand-over harmless while the job is still known. */
export type QueuedJob = {
  readonly name: string;
  readonly id: string;
  readonly payload: unknown;
  readonly attemptsMax: number;
};

/** What a worker is given. `attempt` starts at 1. */
export type Delivery = {
  readonly name: string;
  readonly id: string;
  readonly payload: unknown;
  readonly attempt: number;
  readonly attemptsMax: number;
  /** Comes again by itself, whatever becomes of this delivery. */
  readonly isScheduled: boolean;
};

export interface LaneQueue {
  add(jobs: readonly QueuedJob[]): Promise<void>;
  /** Delivers a job every `everyMs`, once for all processes together. */
  schedule(name: string, everyMs: number): Promise<void>;
  unscheduleAllBut(names: ReadonlySet<string>): Promise<void>;
  /** Drops completed jobs that finished longer ago than this; until then their ids are known. */
  forgetCompleted(olderThanMs: number): Promise<void>;
  /** How many jobs wait, run, and gave up. */
  depth(): Promise<{ readonly waiting: number; readonly active: number; readonly failed: number }>;
  close(): Promise<void>;
}

export interface LaneWorker {
  /** Settles when the worker takes jobs, or with the reason why it never will. */
  ready(): Promise<void>;
  /** Takes no new job and waits for the running ones. */
  close(): Promise<void>;
}

export type WorkerSettings = {
  readonly concurrency: number;
  /** A job whose worker died is taken over after this long. */
  readonly lockDurationMs: number;
  readonly onError: (error: Error) => void;
  /** The queue delivers the job no more: its last attempt failed, or its workers died too often. */
  readonly onGivenUp: (delivery: Delivery, error: Error) => void;
};

/** The two places where a queue can live. One conformance suite runs over both. */
export interface QueueBackend {
  readonly kind: 'postgres' | 'redis';
  queue(lane: Lane): LaneQueue;
  worker(lane: Lane, deliver: (delivery: Delivery) => Promise<void>, settings: WorkerSettings): LaneWorker;
}

/**
 * Finished jobs stay until {@link LaneQueue.forgetCompleted}, given-up ones until somebody looked at them. BullMQ's
 * own limits by age or number are left alone: they hold for the whole lane, whichever job brings them, and on
 * PostgreSQL workers that trim at the same time deadlock, which makes their jobs run again.
 */
const RETENTION = { removeOnComplete: false, removeOnFail: false } as const;

/** Nobody hands a scheduled job over twice, and its next run makes good what this one failed to do. */
const SCHEDULED_RETENTION = { removeOnComplete: true, removeOnFail: true } as const;

const BACKOFF = { type: 'exponential', delay: 500 } as const;

const bullOptions = ({ id, attemptsMax }: QueuedJob) => ({
  jobId: id,
  attempts: attemptsMax,
  backoff: BACKOFF,
  ...RETENTION,
});

/** BullMQ 6 on Redis when a Redis is configured, on the service's own PostgreSQL otherwise. */
export function openQueueBackend(
  config: Pick<Config, 'databaseUrl' | 'redisUrl' | 'queuePrefix'>,
): QueueBackend {
  return config.redisUrl === undefined
    ? postgresBackend(config.databaseUrl, config.queuePrefix)
    : redisBackend(config.redisUrl, config.queuePrefix);
}

const queueName = (lane: Lane): string => `salvor-${lane}`;

/**
 * A session that PostgreSQL ends while BullMQ holds it between two statements would bring the process down as an
 * unheard error. Whoever uses the session next is told anyway.
 */
class QuietClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}

/** Sessions of one queue. Each job of a worker takes one now and then: with fewer than this, many wait for few. */
const SESSIONS = { least: 4, most: 10 };

function postgresBackend(connectionString: string, schema: string): QueueBackend {
  const { Queue: PgQueue, Worker: PgWorker } = withBackend(createPostgresBackend);
  const connectionFor = (concurrency: number) => ({
    connectionString,
    schema: `bullmq_${schema}`,
    migrate: true,
    max: Math.min(Math.max(concurrency, SESSIONS.least), SESSIONS.most),
    Client: QuietClient,
  });
  return {
    kind: 'postgres',
    queue: (lane) => laneQueue(new PgQueue(queueName(lane), { connection: connectionFor(1) })),
    worker: (lane, deliver, settings) => {
      const connection = connectionFor(settings.concurrency);
      const options = { connection, ...workerOptions(settings) };
      return laneWorker(new PgWorker(queueName(lane), toProcessor(deliver), options), settings);
    },
  };
}

function redisBackend(url: string, prefix: string): QueueBackend {
  // A producer fails fast when Redis is away, a worker waits for it (BullMQ, "Going to production").
  const connect = (maxRetriesPerRequest: number | null): Redis => new Redis(url, { maxRetriesPerRequest });
  return {
    kind: 'redis',
    queue: (lane) => {
      const connection = connect(1);
      const queue = laneQueue(new Queue(queueName(lane), { connection, prefix }));
      return {
        ...queue,
        close: () =>
          queue.close().finally(() => {
            connection.disconnect();
          }),
      };
    },
    worker: (lane, deliver, settings) => {
      const connection = connect(null);
      const worker = laneWorker(
        new Worker(queueName(lane), toProcessor(deliver), { connection, prefix, ...workerOptions(settings) }),
        settings,
      );
      return {
        ...worker,
        close: () =>
          worker.close().finally(() => {
            connection.disconnect();
          }),
      };
    },
  };
}

const workerOptions = (
  settings: WorkerSettings,
): Pick<
  WorkerOptions,
  'autorun' | 'concurrency' | 'lockDuration' | 'stalledInterval' | 'maxStalledCount'
> => ({
  autorun: false,
  concurrency: settings.concurrency,
  lockDuration: settings.lockDurationMs,
  stalledInterval: Math.ceil(settings.lockDurationMs / 3),
  // A process that is killed again and again must not turn its jobs into failures.
  maxStalledCount: 20,
});

type BullJob = {
  readonly name: string;
  readonly id?: string | undefined;
  readonly data: unknown;
  readonly attemptsMade: number;
  readonly finishedOn?: number | undefined;
  readonly opts: { readonly attempts?: number | undefined };
  readonly repeatJobKey?: string | undefined;
};

const toDelivery = (job: BullJob, attempt: number): Delivery => ({
  name: job.name,
  id: job.id ?? '',
  payload: job.data,
  attempt,
  attemptsMax: job.opts.attempts ?? 1,
  isScheduled: job.repeatJobKey !== undefined,
});

const toProcessor = (deliver: (delivery: Delivery) => Promise<void>) => async (job: BullJob) =>
  deliver(toDelivery(job, job.attemptsMade + 1));

/** What both of BullMQ's backends offer of what we use. */
type BullQueue = {
  addBulk(jobs: { name: string; data: unknown; opts: ReturnType<typeof bullOptions> }[]): Promise<unknown>;
  upsertJobScheduler(
    id: string,
    repeat: { every: number },
    template: { name: string; data: object; opts: object },
  ): Promise<unknown>;
  getJobSchedulers(): Promise<readonly { readonly key: string; readonly every?: number | undefined }[]>;
  removeJobScheduler(id: string): Promise<unknown>;
  clean(graceMs: number, limit: number, type: 'completed'): Promise<unknown>;
  getJobCounts(
    ...types: ('waiting' | 'active' | 'failed' | 'delayed' | 'prioritized')[]
  ): Promise<Record<string, number>>;
  on(event: 'error', listener: (error: Error) => void): unknown;
  close(): Promise<void>;
};

function laneQueue(queue: BullQueue): LaneQueue {
  // Without a listener an idle connection's error would end the process; calls report their own errors.
  queue.on('error', () => undefined);
  return {
    add: async (jobs) => {
      await queue.addBulk(jobs.map((job) => ({ name: job.name, data: job.payload, opts: bullOptions(job) })));
    },
    schedule: async (name, everyMs) => {
      // BullMQ would keep the offset of the former pace, and with it the former next run.
      const former = (await queue.getJobSchedulers()).find(({ key }) => key === name);
      if (former !== undefined && Number(former.every) !== everyMs) await queue.removeJobScheduler(name);
      const template = { name, data: {}, opts: SCHEDULED_RETENTION };
      await queue.upsertJobScheduler(name, { every: everyMs }, template);
    },
    unscheduleAllBut: async (names) => {
      for (const { key } of await queue.getJobSchedulers())
        if (!names.has(key)) await queue.removeJobScheduler(key);
    },
    forgetCompleted: async (olderThanMs) => {
      await queue.clean(olderThanMs, 0, 'completed');
    },
    depth: async () => {
      const counts = await queue.getJobCounts('waiting', 'active', 'failed', 'delayed');
      const waiting = (counts['waiting'] ?? 0) + (counts['delayed'] ?? 0);
      return { waiting, active: counts['active'] ?? 0, failed: counts['failed'] ?? 0 };
    },
    close: () => queue.close(),
  };
}

type BullWorker = {
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'failed', listener: (job: BullJob | undefined, error: Error) => void): unknown;
  waitUntilReady(): Promise<unknown>;
  run(): Promise<void>;
  close(): Promise<void>;
};

/**
 * Workers are made with `autorun: false` and run once they are connected: one that runs on a connection which
 * never came up asks for it again without end and without a pause, and nothing else gets a turn.
 */
function laneWorker(worker: BullWorker, settings: WorkerSettings): LaneWorker {
  worker.on('error', settings.onError);
  worker.on('failed', (job, error) => {
    // Without an end the job waits for its next attempt.
    if (job?.finishedOn !== undefined) settings.onGivenUp(toDelivery(job, job.attemptsMade), error);
  });
  const ready = worker.waitUntilReady().then(() => {
    worker.run().catch(settings.onError);
  });
  // Whoever asks learns of it; whoever does not must not bring the process down.
  ready.catch(() => undefined);
  return { ready: () => ready, close: () => worker.close() };
}
