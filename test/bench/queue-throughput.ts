import { randomBytes } from 'node:crypto';
import { Injectable, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { createPostgresBackend, Queue, Worker, withBackend } from 'bullmq';
import { Redis } from 'ioredis';
import { median } from 'simple-statistics';
import { defineJob, HandlesJob, PlatformJobsModule, pruneJob } from '#libs/platform';
import { z } from 'zod';
import { openQueueBackend } from '../../libs/platform/src/queue/queue-backend.js';
import { createTestDatabase } from '../support/test-database.js';
import { say, tell } from './report.js';

/** Read before anything else here sets up an environment of its own. */
const REDIS_URL = process.env['REDIS_URL'];
const ROUNDS = 4;
const ADDED_AT_ONCE = 500;
const CONCURRENCIES = [4, 32];

const idleJob = defineJob('bench.do-nothing', z.strictObject({ item: z.number() }));

/** Notes when each job came, as both sides do. */
class Arrivals {
  #count = 0;
  #firstMs = 0;
  #done: (rate: number) => void = () => undefined;

  /** Jobs per second between the first of so many and the last. */
  rateOf(jobs: number): Promise<number> {
    this.#count = jobs;
    this.#firstMs = 0;
    return new Promise((resolve) => {
      this.#done = (ms) => {
        resolve(((jobs - 1) / ms) * 1_000);
      };
    });
  }

  arrive(): void {
    if (this.#firstMs === 0) this.#firstMs = performance.now();
    this.#count -= 1;
    if (this.#count === 0) this.#done(performance.now() - this.#firstMs);
  }
}

const arrivals = new Arrivals();

@Injectable()
class IdleProcessor {
  @HandlesJob(idleJob)
  doNothing(): Promise<void> {
    arrivals.arrive();
    return Promise.resolve();
  }
}

const catalogue = { jobs: [pruneJob, idleJob], subscriptions: [], schedules: [] };

@Module({ imports: [PlatformJobsModule.forCatalogue(() => catalogue)], providers: [IdleProcessor] })
class IdleModule {}

type Place = {
  readonly name: string;
  readonly databaseUrl: string;
  readonly redisUrl: string | undefined;
  readonly jobs: number;
};
type Rates = { readonly added: number; readonly done: number };

/** Jobs per second of our queue layer, with all that a process of the service does around a job, and of bare BullMQ. */
export async function queueThroughput(): Promise<void> {
  say('\nQueue: jobs/s, ours beside bare BullMQ, same jobs, same server, by turns');
  const database = await createTestDatabase();
  const places: Place[] = [
    { name: 'PostgreSQL', databaseUrl: database.url, redisUrl: undefined, jobs: 4_000 },
    ...(REDIS_URL === undefined
      ? []
      : [{ name: 'Redis', databaseUrl: database.url, redisUrl: REDIS_URL, jobs: 20_000 }]),
  ];
  if (REDIS_URL === undefined) say('  Redis: no REDIS_URL and no redis-server on the PATH');
  try {
    for (const place of places) await compare(place);
  } finally {
    await database.drop();
  }
}

async function compare(place: Place): Promise<void> {
  const added: Pair[] = [];
  for (const concurrency of CONCURRENCIES) {
    const done: Pair[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const [ours, bare] = await inTurn(round, place, concurrency);
      added.push({ ours: ours.added, bare: bare.added });
      done.push({ ours: ours.done, bare: bare.done });
    }
    tellPair(`${place.name}, done, ${String(concurrency)} at a time`, done);
  }
  tellPair(`${place.name}, added in bulk`, added);
}

/** Who comes second meets a warmer machine, or a busier one: each is it as often as the other. */
async function inTurn(round: number, place: Place, concurrency: number): Promise<[Rates, Rates]> {
  if (round % 2 === 0) return [await throughOurs(place, concurrency), await throughBare(place, concurrency)];
  const bare = await throughBare(place, concurrency);
  return [await throughOurs(place, concurrency), bare];
}

/** Jobs per second of the two in one round. */
type Pair = { readonly ours: number; readonly bare: number };

function tellPair(what: string, rounds: readonly Pair[]): void {
  const ours = median(rounds.map((round) => round.ours));
  const bare = median(rounds.map((round) => round.bare));
  tell(what, `${ours.toFixed(0)} beside ${bare.toFixed(0)}: ${(ours / bare).toFixed(2)}`, '≥ .80');
}

const freshPrefix = (): string => `b_${randomBytes(6).toString('hex')}`;

async function throughOurs({ databaseUrl, redisUrl, jobs }: Place, concurrency: number): Promise<Rates> {
  const queuePrefix = freshPrefix();
  const queue = openQueueBackend({ databaseUrl, redisUrl, queuePrefix }).queue('default');
  // The first hand-over brings up connection and tables.
  await queue.add([]);
  await queue.depth();
  const added = await timed(jobs, (ids) =>
    queue.add(
      ids.map((item) => ({
        name: idleJob.name,
        id: `job-${String(item)}`,
        payload: { item },
        attemptsMax: 5,
      })),
    ),
  );
  Object.assign(process.env, {
    DATABASE_URL: databaseUrl,
    SALVOR_SECRET_KEY: '5a'.repeat(32),
    SALVOR_QUEUE_PREFIX: queuePrefix,
    SALVOR_WORKER_CONCURRENCY: String(concurrency),
    LOG_LEVEL: 'error',
  });
  if (redisUrl === undefined) delete process.env['REDIS_URL'];
  else process.env['REDIS_URL'] = redisUrl;
  const rate = arrivals.rateOf(jobs);
  const testing = await Test.createTestingModule({ imports: [IdleModule] }).compile();
  await testing.init();
  const done = await rate;
  await testing.close();
  await queue.close();
  return { added, done };
}

async function throughBare(place: Place, concurrency: number): Promise<Rates> {
  const { queue, work } = await openBare(place);
  const added = await timed(place.jobs, (items) =>
    queue.addBulk(
      items.map((item) => ({
        name: 'idle',
        data: { item },
        opts: { jobId: `job-${String(item)}`, attempts: 5 },
      })),
    ),
  );
  const rate = arrivals.rateOf(place.jobs);
  const worker = work(concurrency);
  const done = await rate;
  await worker.close();
  await queue.close();
  return { added, done };
}

/** BullMQ as its documentation opens it. */
async function openBare({ databaseUrl, redisUrl }: Place) {
  const prefix = freshPrefix();
  const take = (): Promise<void> => {
    arrivals.arrive();
    return Promise.resolve();
  };
  if (redisUrl === undefined) {
    const { Queue: PgQueue, Worker: PgWorker } = withBackend(createPostgresBackend);
    const connection = { connectionString: databaseUrl, schema: prefix, migrate: true };
    const queue = new PgQueue(prefix, { connection });
    await queue.getJobCounts();
    return {
      queue,
      work: (concurrency: number) => new PgWorker(prefix, take, { connection, concurrency }),
    };
  }
  const connection = new Redis(redisUrl, { maxRetriesPerRequest: null });
  const queue = new Queue(prefix, { connection });
  await queue.getJobCounts();
  const close = async (): Promise<void> => {
    await queue.close();
    connection.disconnect();
  };
  return {
    queue: { addBulk: queue.addBulk.bind(queue), close },
    work: (concurrency: number) => new Worker(prefix, take, { connection, concurrency }),
  };
}

/** Jobs per second of handing over so many, a bulk at a time. */
async function timed(jobs: number, add: (items: readonly number[]) => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  for (let first = 0; first < jobs; first += ADDED_AT_ONCE)
    await add(Array.from({ length: Math.min(ADDED_AT_ONCE, jobs - first) }, (_, index) => first + index));
  return (jobs / (performance.now() - startedMs)) * 1_000;
}
