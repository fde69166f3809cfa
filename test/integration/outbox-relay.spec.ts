import { Logger } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import {
  type Config,
  defineEvent,
  defineJob,
  type JobCatalogue,
  type Lane,
  Outbox,
  parseConfig,
  PlatformModule,
  PrismaService,
  type Queues,
  subscribe,
} from '#libs/platform';
import { assert } from '#libs/kernel';
import { z } from 'zod';
import { OutboxRelay } from '../../libs/platform/src/outbox/outbox-relay.js';
import type { QueuedJob } from '../../libs/platform/src/queue/queue-backend.js';
import { eventually } from '../support/client.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const numbered = z.strictObject({ number: z.int() });
const countJob = defineJob('test.count-up', numbered, { attemptsMax: 7 });
const scoreJob = defineJob('test.score-slice', numbered, { lane: 'evaluation' });
const payJob = defineJob('test.pay-out', numbered);
const cleared = defineEvent('test.cleared', numbered);
const unheard = defineEvent('test.unheard', numbered);

const CATALOGUE: JobCatalogue = {
  jobs: [countJob, scoreJob, payJob],
  subscriptions: [subscribe(cleared, payJob), subscribe(cleared, scoreJob)],
  schedules: [],
};

/** What was handed over, in place of a queue. */
type HandedOver = QueuedJob & { readonly lane: Lane };

let database: TestDatabase;
let testing: TestingModule;
let config: Config;
let prisma: PrismaService;
let outbox: Outbox;
let relays: OutboxRelay[];

beforeAll(async () => {
  database = await createTestDatabase();
  Object.assign(process.env, { DATABASE_URL: database.url, SALVOR_SECRET_KEY: '5a'.repeat(32) });
  testing = await Test.createTestingModule({ imports: [PlatformModule] }).compile();
  // Relays tell of the failures that these tests make.
  Logger.overrideLogger(false);
  const parsed = parseConfig(process.env);
  assert(parsed.ok, 'the settings of the test are right');
  config = parsed.value;
  prisma = testing.get(PrismaService);
  outbox = testing.get(Outbox);
}, 30_000);
afterAll(async () => {
  await testing.close();
  await database.drop();
});
beforeEach(async () => {
  relays = [];
  await prisma.outbox.deleteMany();
}, 30_000);
afterEach(() => Promise.all(relays.map((relay) => relay.beforeApplicationShutdown())));

/** A relay whose queue is a list. `onAdd` may fail in place of the queue. */
async function startRelay(
  onAdd: (jobs: readonly QueuedJob[]) => void = () => undefined,
): Promise<{ readonly relay: OutboxRelay; readonly handedOver: readonly HandedOver[] }> {
  const handedOver: HandedOver[] = [];
  const lane = (name: Lane) => ({
    add: (jobs: readonly QueuedJob[]) => {
      handedOver.push(...jobs.map((job) => ({ ...job, lane: name })));
      onAdd(jobs);
      return Promise.resolve();
    },
  });
  const relay = new OutboxRelay(prisma, { lane } as unknown as Queues, CATALOGUE, config);
  relays.push(relay);
  await relay.onApplicationBootstrap();
  return { relay, handedOver };
}

const enqueue = (...numbers: readonly number[]) =>
  prisma.$transaction((tx) =>
    outbox.enqueue(
      tx,
      countJob,
      numbers.map((number) => ({ number })),
    ),
  );

const untilRelayed = () =>
  eventually(
    () => prisma.outbox.count({ where: { relayedAt: null } }),
    (pending) => pending === 0,
  );

const numbersOf = (jobs: readonly QueuedJob[]) => jobs.map(({ payload }) => numbered.parse(payload).number);

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('the relay', () => {
  it('hands a job over with what its definition says', async () => {
    await enqueue(42);
    const { handedOver } = await startRelay();
    await untilRelayed();
    const [row] = await prisma.outbox.findMany();
    expect(handedOver).toEqual([
      {
        lane: 'default',
        name: 'test.count-up',
        id: `outbox-${String(row?.id)}-test-count-up`,
        payload: { number: 42 },
        attemptsMax: 7,
      },
    ]);
  });

  it('hands over after the commit only', async () => {
    const { relay, handedOver } = await startRelay();
    await prisma.$transaction(async (tx) => {
      await outbox.enqueue(tx, countJob, [{ number: 1 }]);
      relay.wake();
      await pause(300);
      expect(handedOver).toEqual([]);
    });
    await untilRelayed();
    expect(numbersOf(handedOver)).toEqual([1]);
  });

  it('never hands over what was rolled back', async () => {
    const { handedOver } = await startRelay();
    const rolledBack = prisma.$transaction(async (tx) => {
      await outbox.enqueue(tx, countJob, [{ number: 1 }]);
      throw new Error('rolled back');
    });
    await expect(rolledBack).rejects.toThrow('rolled back');
    await enqueue(2);
    await untilRelayed();
    expect(numbersOf(handedOver)).toEqual([2]);
  });

  it('makes one job for each subscriber of an event', async () => {
    await prisma.$transaction((tx) => outbox.publish(tx, cleared, { number: 5 }));
    const { handedOver } = await startRelay();
    await untilRelayed();
    expect(new Set(handedOver.map(({ lane, name }) => `${lane} ${name}`))).toEqual(
      new Set(['default test.pay-out', 'evaluation test.score-slice']),
    );
    expect(numbersOf(handedOver)).toEqual([5, 5]);
    expect(new Set(handedOver.map(({ id }) => id)).size).toBe(2);
  });

  it('is done with an event that nobody listens to', async () => {
    await prisma.$transaction((tx) => outbox.publish(tx, unheard, { number: 5 }));
    const { handedOver } = await startRelay();
    await untilRelayed();
    expect(handedOver).toEqual([]);
  });

  it('keeps the order of writing over many batches', async () => {
    const numbers = Array.from({ length: 1_234 }, (_, index) => index);
    await enqueue(...numbers);
    const { handedOver } = await startRelay();
    await untilRelayed();
    expect(numbersOf(handedOver)).toEqual(numbers);
  });

  it('wakes within a second of a commit, every time', async () => {
    const { handedOver } = await startRelay();
    const waitsMs: number[] = [];
    for (let number = 1; number <= 6; number += 1) {
      // Its own look every two seconds would be late for most of these.
      await pause(150);
      const committedMs = performance.now();
      await enqueue(number);
      await eventually(
        () => Promise.resolve(handedOver.length),
        (length) => length === number,
      );
      waitsMs.push(performance.now() - committedMs);
    }
    expect(Math.max(...waitsMs)).toBeLessThan(1_000);
  });

  it('listens again after its connection was lost', async () => {
    const { handedOver } = await startRelay();
    await prisma.$executeRaw`
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND query = 'LISTEN salvor_outbox'`;
    await enqueue(1);
    await untilRelayed();
    expect(numbersOf(handedOver)).toEqual([1]);
    await eventually(
      () => prisma.$queryRaw<unknown[]>`
        SELECT pid FROM pg_stat_activity
        WHERE datname = current_database() AND query = 'LISTEN salvor_outbox'`,
      (listening) => listening.length === 1,
    );
  });

  it('leaves what is not yet due', async () => {
    await prisma.outbox.create({
      data: {
        kind: 'job',
        topic: countJob.name,
        payload: { number: 1 },
        availableAt: new Date(Date.now() + 60_000),
      },
    });
    const { handedOver } = await startRelay();
    await enqueue(2);
    await eventually(
      () => Promise.resolve(handedOver.length),
      (length) => length > 0,
    );
    expect(numbersOf(handedOver)).toEqual([2]);
  });

  it('is not held up by a job that only another build knows', async () => {
    await prisma.outbox.create({ data: { kind: 'job', topic: 'test.of-tomorrow', payload: { number: 1 } } });
    await enqueue(2);
    const { handedOver } = await startRelay();
    await eventually(
      () => prisma.outbox.findMany({ where: { relayedAt: null } }),
      (pending) => pending.length === 1 && pending[0]?.topic === 'test.of-tomorrow',
    );
    expect(numbersOf(handedOver)).toEqual([2]);
  });
});

describe('several relays', () => {
  it('share the work without doubles', async () => {
    const some = Array.from({ length: 4_000 }, (_, index) => index);
    await enqueue(...some);
    const [one, other] = await Promise.all([startRelay(), startRelay()]);
    await untilRelayed();
    const numbers = numbersOf([...one.handedOver, ...other.handedOver]);
    expect(numbers).toHaveLength(some.length);
    expect(new Set(numbers)).toEqual(new Set(some));
    expect(one.handedOver.length).toBeGreaterThan(0);
    expect(other.handedOver.length).toBeGreaterThan(0);
  });
});

describe('a relay that dies between hand-over and mark', () => {
  it('leaves the rows, which the next look hands over under the same ids', async () => {
    await enqueue(1, 2);
    let deaths = 0;
    const { relay, handedOver } = await startRelay(() => {
      deaths += 1;
      if (deaths === 1) throw new Error('the process died here');
    });
    await eventually(
      () => Promise.resolve(deaths),
      (count) => count > 0,
    );
    relay.wake();
    await untilRelayed();
    const ids = handedOver.map(({ id }) => id);
    expect(numbersOf(handedOver)).toEqual([1, 2, 1, 2]);
    expect(ids.slice(2)).toEqual(ids.slice(0, 2));
  });
});
