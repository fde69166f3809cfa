import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { projectRoot } from '#libs/platform';
import {
  type Delivery,
  type LaneQueue,
  type LaneWorker,
  openQueueBackend,
  type QueueBackend,
} from '../../libs/platform/src/queue/queue-backend.js';
import { eventually } from '../support/client.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { job, newGate } from './queue-fixture.js';

type Settings = Parameters<typeof openQueueBackend>[0];
type Deliver = (delivery: Delivery) => Promise<void>;

/** What BullMQ waits before the first retry; it doubles from then on. */
const BACKOFF_MS = 500;

const redisUrl = process.env['REDIS_URL'];
const PLACES = [
  { place: 'PostgreSQL', kind: 'postgres', url: undefined },
  ...(redisUrl === undefined ? [] : [{ place: 'Redis', kind: 'redis', url: redisUrl }]),
] as const;

if (redisUrl === undefined)
  describe.skip('a queue on Redis (skipped: no REDIS_URL and no redis-server on the PATH)', () => {
    it('keeps the contract that the queue on PostgreSQL keeps', () => undefined);
  });

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
}, 30_000);
afterAll(() => database.drop());

describe.each(PLACES)('a queue on $place', ({ kind, url }) => {
  let settings: Settings;
  let backend: QueueBackend;
  let queue: LaneQueue;
  let workers: LaneWorker[];
  let errors: Error[];
  let givenUp: Delivery[];

  beforeEach(() => {
    settings = settingsOf(`t_${randomBytes(6).toString('hex')}`);
    backend = openQueueBackend(settings);
    queue = backend.queue('default');
    workers = [];
    errors = [];
    givenUp = [];
  });

  afterEach(async () => {
    await Promise.all(workers.map((worker) => worker.close()));
    await queue.close();
    expect(errors).toEqual([]);
  });

  const settingsOf = (queuePrefix: string): Settings => ({
    databaseUrl: database.url,
    redisUrl: url,
    queuePrefix,
  });

  function work(deliver: Deliver, { concurrency = 1, lockDurationMs = 15_000 } = {}): LaneWorker {
    const onError = (error: Error): void => {
      errors.push(error);
    };
    const worker = backend.worker('default', deliver, {
      concurrency,
      lockDurationMs,
      onError,
      onGivenUp: (delivery) => {
        givenUp.push(delivery);
      },
    });
    workers.push(worker);
    return worker;
  }

  /** A worker that keeps what it was given. */
  function collect(options?: { concurrency: number }): Delivery[] {
    const deliveries: Delivery[] = [];
    work((delivery) => {
      deliveries.push(delivery);
      return Promise.resolve();
    }, options);
    return deliveries;
  }

  const untilIdle = () =>
    eventually(
      () => queue.depth(),
      ({ waiting, active }) => waiting + active === 0,
      120_000,
    );

  it('is the backend that was asked for', () => {
    expect(backend.kind).toBe(kind);
  });

  it('delivers what was added, once, as its first attempt', async () => {
    const payload = {
      lotId: 'lot_1',
      text: 'Zoë 👩‍🚀',
      amounts: ['9007199254740993', null],
      nested: { deep: [true] },
    };
    await queue.add([job('a', { name: 'auction.close-auction', payload })]);
    const deliveries = collect();
    await untilIdle();
    const delivery = { name: 'auction.close-auction', id: 'a', payload, attempt: 1, attemptsMax: 1 };
    expect(deliveries).toEqual([{ ...delivery, isScheduled: false }]);
  });

  it('delivers what is added while a worker waits', async () => {
    const deliveries = collect();
    await delay(300);
    await queue.add([job('late')]);
    await eventually(
      () => Promise.resolve(deliveries.length),
      (length) => length === 1,
      2_000,
    );
  });

  it('takes no harm from adding nothing', async () => {
    await queue.add([]);
    expect(await queue.depth()).toEqual({ waiting: 0, active: 0, failed: 0 });
  });

  it('runs an id that is added twice once, also when it has finished in between', async () => {
    const deliveries = collect();
    await queue.add([job('same'), job('same')]);
    await queue.add([job('same')]);
    await untilIdle();
    await queue.add([job('same'), job('other')]);
    await untilIdle();
    expect(deliveries.map(({ id }) => id)).toEqual(['same', 'other']);
  });

  it('knows a completed id until it is told to forget it', async () => {
    const deliveries = collect();
    await queue.add([job('again')]);
    await untilIdle();
    await queue.forgetCompleted(60_000);
    await queue.add([job('again')]);
    await untilIdle();
    expect(deliveries).toHaveLength(1);
    await queue.forgetCompleted(0);
    await queue.add([job('again')]);
    await untilIdle();
    expect(deliveries).toHaveLength(2);
  });

  it('remembers completed jobs while a schedule fires, and failed ones for good', async () => {
    const ran: string[] = [];
    work(({ id, name }) => {
      ran.push(id);
      return name === 'feed.publish-tick' || id === 'failing'
        ? Promise.reject(new Error('no'))
        : Promise.resolve();
    });
    const ids = Array.from({ length: 20 }, (_, index) => `job-${String(index)}`);
    await queue.add([...ids, 'failing'].map((id) => job(id)));
    await queue.schedule('auction.sweep-deadlines', 50);
    await queue.schedule('feed.publish-tick', 50);
    await eventually(
      () => Promise.resolve(ran.length),
      (length) => length > 40,
    );
    await queue.unscheduleAllBut(new Set());
    await queue.add(ids.map((id) => job(id)));
    await untilIdle();
    expect(ran.filter((id) => ids.includes(id))).toHaveLength(ids.length);
    expect((await queue.depth()).failed).toBe(1);
  });

  it('tries a failing job again with growing pauses, then counts it as failed', async () => {
    const attempts: { attempt: number; atMs: number }[] = [];
    work(({ attempt }) => {
      attempts.push({ attempt, atMs: performance.now() });
      return Promise.reject(new Error('the model does not load'));
    });
    await queue.add([job('failing', { attemptsMax: 3 })]);
    await eventually(
      () => queue.depth(),
      ({ failed }) => failed === 1,
    );
    expect(attempts.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
    const [first = NaN, second = NaN, third = NaN] = attempts.map(({ atMs }) => atMs);
    expect(second - first).toBeGreaterThanOrEqual(BACKOFF_MS - 20);
    expect(third - second).toBeGreaterThanOrEqual(2 * BACKOFF_MS - 20);
    expect(await queue.depth()).toEqual({ waiting: 0, active: 0, failed: 1 });
    await eventually(
      () => Promise.resolve(givenUp.map(({ id }) => id)),
      (ids) => ids.length > 0,
    );
    expect(givenUp.map(({ id }) => id)).toEqual(['failing']);
  });

  it('is done with a job that succeeds at its last attempt', async () => {
    const attempts: number[] = [];
    work(({ attempt }) => {
      attempts.push(attempt);
      return attempt === 2 ? Promise.resolve() : Promise.reject(new Error('not yet'));
    });
    await queue.add([job('flaky', { attemptsMax: 2 })]);
    await untilIdle();
    expect(attempts).toEqual([1, 2]);
    expect((await queue.depth()).failed).toBe(0);
  });

  it('keeps the order of adding when one job runs at a time', async () => {
    const ids = Array.from({ length: 60 }, (_, index) => `job-${String(index)}`);
    await queue.add(ids.slice(0, 30).map((id) => job(id)));
    await queue.add(ids.slice(30).map((id) => job(id)));
    const deliveries = collect();
    await untilIdle();
    expect(deliveries.map(({ id }) => id)).toEqual(ids);
  });

  it('runs as many jobs at a time as it was told, and no more', async () => {
    let running = 0;
    let runningMax = 0;
    work(
      async () => {
        running += 1;
        runningMax = Math.max(runningMax, running);
        await delay(40);
        running -= 1;
      },
      { concurrency: 3 },
    );
    await queue.add(Array.from({ length: 12 }, (_, index) => job(`job-${String(index)}`)));
    await untilIdle();
    expect(runningMax).toBe(3);
  });

  it('counts what waits and what runs', async () => {
    const gate = newGate();
    await queue.add([job('a'), job('b'), job('c')]);
    expect(await queue.depth()).toEqual({ waiting: 3, active: 0, failed: 0 });
    work(() => gate.opened);
    await eventually(
      () => queue.depth(),
      ({ waiting, active }) => waiting === 2 && active === 1,
    );
    gate.open();
    await untilIdle();
  });

  it('keeps lanes apart', async () => {
    const evaluation = backend.queue('evaluation');
    await evaluation.add([job('slow')]);
    await queue.add([job('quick')]);
    const deliveries = collect();
    await untilIdle();
    expect(deliveries.map(({ id }) => id)).toEqual(['quick']);
    expect((await evaluation.depth()).waiting).toBe(1);
    await evaluation.close();
  });

  it('keeps prefixes apart', async () => {
    const foreign = openQueueBackend(settingsOf(`t_${randomBytes(6).toString('hex')}`)).queue('default');
    await foreign.add([job('theirs')]);
    await queue.add([job('ours')]);
    const deliveries = collect();
    await untilIdle();
    expect(deliveries.map(({ id }) => id)).toEqual(['ours']);
    await foreign.close();
  });

  it('fires a schedule again and again, once for two workers together', async () => {
    const everyMs = 250;
    await queue.schedule('auction.sweep-deadlines', everyMs);
    await queue.schedule('auction.sweep-deadlines', everyMs);
    const startedMs = performance.now();
    const deliveries = [collect(), collect()];
    await eventually(
      () => Promise.resolve(deliveries.flat().length),
      (length) => length >= 5,
    );
    const elapsedMs = performance.now() - startedMs;
    const all = deliveries.flat();
    expect(all.every(({ name, isScheduled }) => name === 'auction.sweep-deadlines' && isScheduled)).toBe(
      true,
    );
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(all.length).toBeLessThanOrEqual(elapsedMs / everyMs + 2);
    await queue.unscheduleAllBut(new Set());
  });

  it('takes the pace of a schedule that is given again', async () => {
    await queue.schedule('auction.sweep-deadlines', 3_600_000);
    await queue.schedule('auction.sweep-deadlines', 100);
    const deliveries = collect();
    await eventually(
      () => Promise.resolve(deliveries.length),
      (length) => length >= 3,
    );
    await queue.unscheduleAllBut(new Set());
  });

  it('removes every schedule but the named ones', async () => {
    await queue.schedule('auction.sweep-deadlines', 100);
    await queue.schedule('feed.publish-tick', 100);
    await queue.unscheduleAllBut(new Set(['auction.sweep-deadlines']));
    const deliveries = collect();
    const namesOf = (wanted: string) => deliveries.filter(({ name }) => name === wanted);
    await eventually(
      () => Promise.resolve(namesOf('auction.sweep-deadlines').length),
      (length) => length >= 5,
    );
    // What had fired before the removal waits in the queue like any other job.
    expect(namesOf('feed.publish-tick').length).toBeLessThanOrEqual(1);
    await queue.unscheduleAllBut(new Set());
  });

  it('closes a worker when its job is done, and takes no other', async () => {
    const gate = newGate();
    const events: string[] = [];
    const worker = work(async ({ id }) => {
      events.push(`${id} begins`);
      await gate.opened;
      events.push(`${id} ends`);
    });
    await queue.add([job('a'), job('b')]);
    await eventually(
      () => Promise.resolve(events.length),
      (length) => length === 1,
    );
    const closed = worker.close().then(() => events.push('closed'));
    await delay(200);
    gate.open();
    await closed;
    expect(events).toEqual(['a begins', 'a ends', 'closed']);
    expect(await queue.depth()).toEqual({ waiting: 1, active: 0, failed: 0 });
  });

  it('closes a worker that has not begun, and one that has nothing to do', async () => {
    await work(() => Promise.resolve()).close();
    const idle = work(() => Promise.resolve());
    await idle.ready();
    await idle.close();
    await queue.add([job('a')]);
    await delay(200);
    expect(await queue.depth()).toEqual({ waiting: 1, active: 0, failed: 0 });
  });

  it('gives the job of a killed process to another worker', async () => {
    const lockDurationMs = 1_000;
    await queue.add([job('taken')]);
    const argument = JSON.stringify({ config: settings, lockDurationMs });
    const program = join(projectRoot(), 'test', 'conformance', 'doomed-worker.mjs');
    const doomed = spawn(process.execPath, [program, argument], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(doomed.stdout, 'data')) as [Buffer];
    expect(line.toString()).toBe('taken\n');
    doomed.kill('SIGKILL');
    await once(doomed, 'exit');
    const killedMs = performance.now();
    const deliveries: Delivery[] = [];
    work(
      (delivery) => {
        deliveries.push(delivery);
        return Promise.resolve();
      },
      { lockDurationMs },
    );
    await untilIdle();
    // The lock runs out first, the next look for such jobs gives this one away.
    expect(performance.now() - killedMs).toBeLessThan(2 * lockDurationMs + 500);
    expect(deliveries.map(({ id }) => id)).toEqual(['taken']);
    expect((await queue.depth()).failed).toBe(0);
  });

  it('delivers ten thousand jobs exactly once each', async () => {
    const ids = Array.from({ length: 10_000 }, (_, index) => `job-${String(index)}`);
    const deliveries = [collect({ concurrency: 8 }), collect({ concurrency: 8 })];
    for (let start = 0; start < ids.length; start += 500)
      await queue.add(ids.slice(start, start + 500).map((id) => job(id)));
    await untilIdle();
    const delivered = deliveries.flat().map(({ id }) => id);
    expect(delivered).toHaveLength(ids.length);
    expect(new Set(delivered)).toEqual(new Set(ids));
  }, 120_000);
});
