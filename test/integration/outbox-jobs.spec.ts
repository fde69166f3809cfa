import { Injectable, Module } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { idOf, instant } from '#contract/platform';
import {
  defineEvent,
  defineJob,
  HandlesJob,
  type JobCatalogue,
  newId,
  Outbox,
  PlatformJobsModule,
  PrismaService,
  pruneJob,
  Queues,
  subscribe,
} from '#libs/platform';
import { z } from 'zod';
import { OutboxRelay } from '../../libs/platform/src/outbox/outbox-relay.js';
import { PruneProcessor } from '../../libs/platform/src/outbox/prune.processor.js';
import { JobRunner } from '../../libs/platform/src/queue/job-runner.js';
import { eventually } from '../support/client.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const lotPayload = z.strictObject({ lotId: idOf('lot'), at: instant });
type LotPayload = z.output<typeof lotPayload>;

const priceJob = defineJob('test.price-lot', lotPayload);
const tellJob = defineJob('test.tell-seller', lotPayload, { lane: 'evaluation' });
const lotSold = defineEvent('test.lot-sold', lotPayload);
const sweepJob = defineJob('test.sweep-lots', z.strictObject({}));

const catalogue: JobCatalogue = {
  jobs: [pruneJob, priceJob, tellJob, sweepJob],
  subscriptions: [subscribe(lotSold, priceJob), subscribe(lotSold, tellJob)],
  schedules: [{ job: sweepJob, everyMs: 200 }],
};

@Injectable()
class LotProcessor {
  readonly priced: LotPayload[] = [];
  readonly told: LotPayload[] = [];
  sweeps = 0;

  @HandlesJob(priceJob)
  price(payload: LotPayload): Promise<void> {
    this.priced.push(payload);
    return Promise.resolve();
  }

  @HandlesJob(tellJob)
  tell(payload: LotPayload): Promise<void> {
    this.told.push(payload);
    return Promise.resolve();
  }

  @HandlesJob(sweepJob)
  sweep(): Promise<void> {
    this.sweeps += 1;
    return Promise.resolve();
  }
}

@Module({ imports: [PlatformJobsModule.forCatalogue(() => catalogue)], providers: [LotProcessor] })
class LotModule {}

const idleJob = defineJob('test.do-nothing', z.strictObject({}));
const incomplete = (): JobCatalogue => ({ ...catalogue, jobs: [...catalogue.jobs, idleJob] });

@Module({ imports: [PlatformJobsModule.forCatalogue(incomplete)], providers: [LotProcessor] })
class IncompleteModule {}

let database: TestDatabase;
let prisma: PrismaService;
let outbox: Outbox;
let processes: TestingModule[];

const startProcess = async (): Promise<TestingModule> => {
  const testing = await Test.createTestingModule({ imports: [LotModule] }).compile();
  await testing.init();
  processes.push(testing);
  return testing;
};

beforeEach(async () => {
  database = await createTestDatabase();
  processes = [];
  Object.assign(process.env, { DATABASE_URL: database.url, SALVOR_SECRET_KEY: '5a'.repeat(32) });
  delete process.env['REDIS_URL'];
  const first = await startProcess();
  prisma = first.get(PrismaService, { strict: false });
  outbox = first.get(Outbox, { strict: false });
}, 30_000);
afterEach(async () => {
  await Promise.all(processes.map((each) => each.close()));
  await database.drop();
});

const processors = () => processes.map((each) => each.get(LotProcessor));
const priced = () => processors().flatMap((processor) => processor.priced);
const told = () => processors().flatMap((processor) => processor.told);

const newLot = (): LotPayload => ({ lotId: newId('lot'), at: new Date('2026-11-21T09:30:00.123Z') });

it('an event of a committed transaction runs every job that subscribed, with the payload as it was', async () => {
  const lot = newLot();
  await prisma.$transaction((tx) => outbox.publish(tx, lotSold, lot));
  await eventually(
    () => Promise.resolve(priced().length + told().length),
    (runs) => runs === 2,
  );
  expect(priced()).toEqual([lot]);
  expect(told()).toEqual([lot]);
});

it('two processes do a thousand jobs once each, and sweep at the pace of one', async () => {
  await startProcess();
  const lots = Array.from({ length: 1_000 }, newLot);
  const startedMs = performance.now();
  await prisma.$transaction((tx) => outbox.enqueue(tx, priceJob, lots));
  await eventually(
    () => Promise.resolve(priced().length),
    (runs) => runs >= lots.length,
  );
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(priced()).toHaveLength(lots.length);
  expect(new Set(priced().map(({ lotId }) => lotId))).toEqual(new Set(lots.map(({ lotId }) => lotId)));
  const sweeps = processors().reduce((sum, processor) => sum + processor.sweeps, 0);
  expect(sweeps).toBeGreaterThan(0);
  // Three seconds allow for what the first process swept before the second one came.
  expect(sweeps).toBeLessThanOrEqual((performance.now() - startedMs + 3_000) / 200);
});

it('a job that is handed over again after a crash is not run again', async () => {
  const lot = newLot();
  await prisma.$transaction((tx) => outbox.enqueue(tx, priceJob, [lot]));
  await eventually(
    () => prisma.outbox.count({ where: { relayedAt: null } }),
    (pending) => pending === 0,
  );
  // What a relay leaves that was killed after the hand-over and before its commit.
  await prisma.outbox.updateMany({ data: { relayedAt: null } });
  processes[0]?.get(OutboxRelay, { strict: false }).wake();
  await eventually(
    () => prisma.outbox.count({ where: { relayedAt: null } }),
    (pending) => pending === 0,
  );
  const queue = processes[0]?.get(Queues, { strict: false }).lane('default');
  await eventually(
    () => queue?.depth() ?? Promise.reject(new Error('no process')),
    ({ active }) => active === 0,
  );
  expect(priced()).toEqual([lot]);
});

it('a process does not start unless each job has its handler', async () => {
  const testing = await Test.createTestingModule({ imports: [IncompleteModule] }).compile();
  const start = testing.get(JobRunner).onApplicationBootstrap();
  await expect(start).rejects.toThrow('test.do-nothing has no handler');
});

it('pruning drops what was handed over a week ago and answers of a month ago, nothing else', async () => {
  const days = (count: number) => new Date(Date.now() - count * 86_400_000);
  const row = { kind: 'event', topic: 'test.unheard', payload: {} };
  await prisma.outbox.createMany({
    data: [
      { ...row, relayedAt: days(8) },
      { ...row, relayedAt: days(6) },
      { ...row, createdAt: days(8), availableAt: new Date(Date.now() + 86_400_000) },
    ],
  });
  const answer = { partyId: newId('party'), route: 'POST /', requestHash: 'a'.repeat(64), response: {} };
  await prisma.idempotentResponse.createMany({
    data: [
      { ...answer, key: 'old', createdAt: days(31) },
      { ...answer, key: 'young', createdAt: days(29) },
    ],
  });
  await processes[0]?.get(PruneProcessor, { strict: false }).prune();
  const left = await prisma.outbox.findMany({ orderBy: { id: 'asc' } });
  expect(left.map(({ relayedAt }) => relayedAt !== null)).toEqual([true, false]);
  expect((await prisma.idempotentResponse.findMany()).map(({ key }) => key)).toEqual(['young']);
});
